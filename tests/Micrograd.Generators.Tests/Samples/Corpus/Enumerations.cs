using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Micrograd;

namespace Samples;

/// <summary>
/// Items that are asked for one by one: of sets and dictionaries, of sequences without an end, of types of the user's. Where the
/// enumerator is a class, it is allocated, as in the method itself.
/// </summary>
public static partial class Enumerations
{
    private static readonly HashSet<int> Set = [3, 1, 4];
    private static readonly Dictionary<int, (double Scale, double Shift)> Table = new() { [1] = (0.5, 2), [4] = (1.5, -1) };
    private static readonly SortedSet<double> Sorted = [0.5, 0.25, 2];
    private static readonly IEnumerable<double> Endless = Halves();
    private static readonly Countdown Steps = new(4);
    private static int _asked;

    [Differentiable]
    [At(1.3)]
    [At(-0.7)]
    public static double OverASet(double x)
    {
        double s = x;
        foreach (int k in Set)
        {
            s *= k * x;
        }

        return s;
    }

    [Differentiable]
    [At(1.3, 2, Allocates = true)]
    [At(-0.7, 5, Allocates = true)]
    public static double ReturnsFromASet(double x, int n)
    {
        double s = 1;
        foreach (double v in Sorted)
        {
            if (v * n > 3)
            {
                return s * x;
            }

            s += v * x * s;
        }

        return s * s;
    }

    // Never the last item: there is none.
    [Differentiable]
    [At(1.3, 6, Allocates = true)]
    [At(0.4, 1, Allocates = true)]
    public static double SeriesWithoutAnEnd(double x, int terms)
    {
        double s = 0;
        double power = 1;
        foreach (double c in Endless)
        {
            if (terms-- == 0)
            {
                break;
            }

            power *= x;
            s += c * power;
        }

        return s;
    }

    [Differentiable]
    [At(1.3)]
    public static double OverADictionary(double x)
    {
        double s = x;
        foreach (var (key, (scale, shift)) in Table)
        {
            s = (key * s * scale) + (shift * x);
        }

        foreach ((double Scale, double Shift) row in Table.Values)
        {
            s *= x + row.Scale;
        }

        return s;
    }

    // A struct of the user's that counts, and nothing else: no interface.
    [Differentiable]
    [At(1.3)]
    public static double OverACountdown(double x)
    {
        double s = x;
        foreach (int k in Steps)
        {
            s = (s * x) + k;
        }

        return s;
    }

    [Differentiable]
    [At(1.3, Allocates = true)]
    public static double NestedQueries(double x)
    {
        double s = x;
        foreach (int k in Set.Where(static k => k != 1))
        {
            foreach (int j in Set.Where(j => j < k))
            {
                s *= x + j;
            }
        }

        return s;
    }

    // What the loop does shows in the items that come after.
    [Differentiable]
    [At(1.3, Allocates = true)]
    public static double ItemsThatAreCounted(double x)
    {
        double s = x;
        _asked = 0;
        foreach (int k in Counted)
        {
            s *= x + k;
            Ask();
        }

        return s * _asked;
    }

    private static IEnumerable<int> Counted { get; } = new Countdown(3).Select(static k => k + _asked);

    [NoDiff]
    private static void Ask() => _asked += 10;

    private static IEnumerable<double> Halves()
    {
        for (double half = 0.5; ; half /= 2)
        {
            yield return half;
        }
    }

    // What is stored under a new key is one item more, so that the count is read in each test.
    [Differentiable]
    [At(0.7, 4, Allocates = true)]
    [At(0.7, 0, Allocates = true)]
    public static double CountThatStoresRaise(double x, int n)
    {
        Dictionary<int, int> d = new() { [0] = 2 };
        double s = x;
        for (int i = 0; i < d.Count; i++)
        {
            s *= x + d[i];
            if (i < n)
            {
                d[i + 1] = i;
            }
        }

        return s;
    }

    // The place of an item that is there: the list stays as long as it was.
    [Differentiable]
    [At(0.7, 4, Allocates = true)]
    public static double CountThatStoresKeep(double x, int n)
    {
        List<int> l = [1, 2, 3];
        double s = x;
        for (int i = 0; i < l.Count; i++)
        {
            l[i] += n;
            s *= x + l[i];
        }

        return s;
    }

    public sealed class Countdown(int from)
    {
        public Enumerator GetEnumerator() => new(from);

        public IEnumerable<int> Select(System.Func<int, int> item)
        {
            foreach (int k in this)
            {
                yield return item(k);
            }
        }

        public struct Enumerator(int from)
        {
            public int Current { readonly get; private set; } = from;

            public bool MoveNext() => --Current > 0;
        }
    }
}
