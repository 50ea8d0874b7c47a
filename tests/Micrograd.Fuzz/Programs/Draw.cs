using CsCheck;

namespace Micrograd.Fuzz.Programs;

/// <summary>Weighted choices from one seeded stream.</summary>
internal sealed class Draw(PCG stream)
{
    public int Below(int limit) => (int)stream.Next((uint)limit);

    public bool Chance(int percent) => Below(100) < percent;

    public double Unit() => stream.Next() / (double)uint.MaxValue;

    public T From<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>A production that yields something: those that cannot be used here are drawn again.</summary>
    public Node Produce((int Weight, Func<Node?> Make)[] productions, Func<Node> otherwise)
    {
        int total = productions.Sum(static p => p.Weight);
        for (int attempt = 0; attempt < 8; attempt++)
        {
            int at = Below(total);
            int index = 0;
            while (at >= productions[index].Weight)
            {
                at -= productions[index++].Weight;
            }

            if (productions[index].Make() is { } node)
            {
                return node;
            }
        }

        return otherwise();
    }
}
