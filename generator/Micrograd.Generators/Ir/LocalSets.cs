namespace Micrograd.Generators.Ir;

/// <summary>Locals that were found to belong together, by id. A set is known by the smallest id in it.</summary>
internal sealed class LocalSets
{
    private readonly Dictionary<int, int> _parent = [];

    public void Union(int left, int right)
    {
        (int a, int b) = (Find(left), Find(right));
        _parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    public int Find(int id)
    {
        while (_parent.TryGetValue(id, out int parent) && parent != id)
        {
            id = parent;
        }

        return id;
    }
}
