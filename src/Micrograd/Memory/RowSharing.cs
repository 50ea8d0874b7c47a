using System.Buffers;
using System.Runtime.CompilerServices;

namespace Micrograd;

/// <summary>
/// Finds arrays that occur twice among the rows of arrays of arrays, without allocating: few rows are compared with each other,
/// many are sorted by the hash of their identity first.
/// </summary>
internal static class RowSharing
{
    private const int FewPairs = 256;

    public static bool IsTwiceIn<T>(T[][] rows)
    {
        if ((long)rows.Length * rows.Length > FewPairs)
        {
            return Sorted(rows, []);
        }

        for (int i = 1; i < rows.Length; i++)
        {
            if (Contains(rows.AsSpan(0, i), rows[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One of the two has no row twice; otherwise the comparison may take quadratic time.</summary>
    public static bool IsInBoth<T>(T[][] a, T[][] b)
    {
        if ((long)a.Length * b.Length > FewPairs)
        {
            return Sorted(a, b);
        }

        foreach (T[]? row in b)
        {
            if (Contains(a, row))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains<T>(ReadOnlySpan<T[]> rows, T[]? sought)
    {
        foreach (T[]? row in rows)
        {
            if (IsSame(row, sought))
            {
                return true;
            }
        }

        return false;
    }

    // Rows without elements share nothing, although [] is one object everywhere.
    private static bool IsSame<T>(T[]? a, T[]? b) => a is { Length: > 0 } && ReferenceEquals(a, b);

    // A hash and, below it, the row's number: rows that may be the same are neighbours, those of `a` before those of `b`.
    private static bool Sorted<T>(T[][] a, T[][] b)
    {
        int count = a.Length + b.Length;
        long[] rented = ArrayPool<long>.Shared.Rent(count);
        Span<long> keys = rented.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            keys[i] = ((long)RuntimeHelpers.GetHashCode(Row(a, b, i)) << 32) | (uint)i;
        }

        keys.Sort();
        bool isShared = false;
        for (int start = 0, end; start < count && !isShared; start = end)
        {
            end = start + 1;
            while (end < count && keys[end] >> 32 == keys[start] >> 32)
            {
                end++;
            }

            isShared = end > start + 1 && IsInRun(a, b, keys[start..end]);
        }

        ArrayPool<long>.Shared.Return(rented);
        return isShared;
    }

    private static bool IsInRun<T>(T[][] a, T[][] b, ReadOnlySpan<long> run)
    {
        int first = 0;
        while (first < run.Length && (int)run[first] < a.Length)
        {
            first++;
        }

        // Among the rows of `a` alone, or each row of `b` with each of `a`.
        for (int i = b.Length == 0 ? 1 : first; i < run.Length; i++)
        {
            for (int j = 0; j < (b.Length == 0 ? i : first); j++)
            {
                if (IsSame(Row(a, b, (int)run[i]), Row(a, b, (int)run[j])))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static T[]? Row<T>(T[][] a, T[][] b, int index) => index < a.Length ? a[index] : b[index - a.Length];
}
