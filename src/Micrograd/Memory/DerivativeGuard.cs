using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Micrograd;

/// <summary>The checks that generated code makes before it writes anything.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DerivativeGuard
{
    /// <summary>Requires an array or other reference.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="parameterName">The parameter's name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="argument"/> is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireNotNull([NotNull] object? argument, string parameterName)
    {
        if (argument is null)
        {
            ThrowNull(parameterName);
        }
    }

    /// <summary>Requires that a derivative span is as long as what it is the derivative of.</summary>
    /// <param name="expected">The length of the original.</param>
    /// <param name="actual">The length of the derivative span.</param>
    /// <param name="parameterName">The name of the derivative parameter.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireSameLength(int expected, int actual, string parameterName)
    {
        if (expected != actual)
        {
            ThrowLength(expected, actual, parameterName);
        }
    }

    /// <summary>Requires that a derivative array of arrays has the rows of what it is the derivative of, and memory of its own.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="expected">The original.</param>
    /// <param name="actual">The derivative.</param>
    /// <param name="parameterName">The name of the derivative parameter.</param>
    /// <exception cref="ArgumentException">The lengths differ, a row is missing, the two share a row, or two rows of the derivative are one array.</exception>
    public static void RequireSameShape<T>(T[][] expected, T[][] actual, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        RequireSameLength(expected.Length, actual.Length, parameterName);
        for (int i = 0; i < expected.Length; i++)
        {
            if (actual[i] is null || (expected[i] is not null && expected[i].Length != actual[i].Length))
            {
                ThrowRow(i, expected[i]?.Length, actual[i]?.Length, parameterName);
            }
        }

        RequireSeparateRows(actual, parameterName);
        RequireSeparateRows(expected, actual, parameterName);
    }

    /// <summary>Requires that the adjoint of an array of arrays has rows of the same lengths.</summary>
    /// <param name="expected">The rows of the result.</param>
    /// <param name="actual">The rows of its adjoint.</param>
    /// <param name="parameterName">The name of the adjoint's parameter.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a row is missing.</exception>
    public static void RequireSameRowLengths(Array?[] expected, Array?[] actual, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        RequireSameLength(expected.Length, actual.Length, parameterName);
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] is { } row && row.Length != actual[i]?.Length)
            {
                ThrowRow(i, row.Length, actual[i]?.Length, parameterName);
            }
        }
    }

    /// <summary>Requires that no two rows are one array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="rows">The rows; those that are null or empty do not count.</param>
    /// <param name="parameterName">The parameter's name.</param>
    /// <exception cref="ArgumentException">Two rows are one array.</exception>
    public static void RequireSeparateRows<T>(T[][]? rows, string parameterName)
    {
        if (rows is not null && RowSharing.IsTwiceIn(rows))
        {
            ThrowSameRow(parameterName);
        }
    }

    /// <summary>Requires that two arrays of arrays have no row in common. At least one of them has no row twice.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="a">The rows of one parameter.</param>
    /// <param name="b">The rows of the other.</param>
    /// <param name="parameterName">The name of the later parameter.</param>
    /// <exception cref="ArgumentException">They share a row.</exception>
    public static void RequireSeparateRows<T>(T[][]? a, T[][]? b, string parameterName)
    {
        if (a is not null && b is not null && RowSharing.IsInBoth(a, b))
        {
            ThrowOverlap(parameterName);
        }
    }

    /// <summary>Requires that a span shares no element with a row.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="memory">The span of one parameter.</param>
    /// <param name="rows">The rows of the other.</param>
    /// <param name="parameterName">The name of the later parameter.</param>
    /// <exception cref="ArgumentException">The span overlaps a row.</exception>
    public static void RequireSeparateRows<T>(ReadOnlySpan<T> memory, T[][]? rows, string parameterName)
    {
        foreach (T[]? row in rows ?? [])
        {
            if (memory.Overlaps(row))
            {
                ThrowOverlap(parameterName);
            }
        }
    }

    /// <summary>All elements of an array of several dimensions, row by row; nothing where there is no array.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="array">The array, which may be null.</param>
    /// <returns>The memory of the array.</returns>
    public static ReadOnlySpan<T> AllOf<T>(Array? array) => array is null ? default : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    /// <summary>Requires that two arrays are not one and the same.</summary>
    /// <param name="a">The array of an earlier parameter.</param>
    /// <param name="b">The array of the parameter that the exception names.</param>
    /// <param name="parameterName">The name of <paramref name="b"/>'s parameter.</param>
    /// <exception cref="ArgumentException">They are the same array.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireNotSame(Array a, Array b, string parameterName)
    {
        if (ReferenceEquals(a, b))
        {
            ThrowOverlap(parameterName);
        }
    }

    /// <summary>Requires that two spans share no element.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="a">The span of an earlier parameter.</param>
    /// <param name="b">The span of the parameter that the exception names.</param>
    /// <param name="parameterName">The name of <paramref name="b"/>'s parameter.</param>
    /// <exception cref="ArgumentException">The spans overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireNoOverlap<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, string parameterName)
    {
        if (a.Overlaps(b))
        {
            ThrowOverlap(parameterName);
        }
    }

    /// <summary>Requires that two spans of different element types share no byte.</summary>
    /// <typeparam name="TA">The element type of the first.</typeparam>
    /// <typeparam name="TB">The element type of the second.</typeparam>
    /// <inheritdoc cref="RequireNoOverlap{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireNoOverlap<TA, TB>(ReadOnlySpan<TA> a, ReadOnlySpan<TB> b, string parameterName)
    {
        nint offset = Unsafe.ByteOffset(
            ref Unsafe.As<TA, byte>(ref MemoryMarshal.GetReference(a)),
            ref Unsafe.As<TB, byte>(ref MemoryMarshal.GetReference(b)));

        // b starts inside a, or a inside b: unsigned comparisons fold the sign test in, as MemoryExtensions.Overlaps does.
        if (!a.IsEmpty
            && !b.IsEmpty
            && ((nuint)offset < (nuint)((nint)a.Length * Unsafe.SizeOf<TA>())
                || (nuint)(-offset) < (nuint)((nint)b.Length * Unsafe.SizeOf<TB>())))
        {
            ThrowOverlap(parameterName);
        }
    }

    [DoesNotReturn]
    private static void ThrowNull(string parameterName) => throw new ArgumentNullException(parameterName);

    [DoesNotReturn]
    private static void ThrowLength(int expected, int actual, string parameterName) => throw new ArgumentException(
        $"The length of '{parameterName}' is {actual}, but what it belongs to has length {expected}; pass a span of {expected} elements.",
        parameterName);

    [DoesNotReturn]
    private static void ThrowRow(int row, int? expected, int? actual, string parameterName) => throw new ArgumentException(
        $"Row {row} of '{parameterName}' {(actual is null ? "is null" : $"has length {actual}")}, but what it belongs to has length {expected ?? 0}; give every row its own array of the same length.",
        parameterName);

    [DoesNotReturn]
    private static void ThrowSameRow(string parameterName) => throw new ArgumentException(
        $"Two rows of '{parameterName}' are one array, so that writing one would change the other; give every row its own array.",
        parameterName);

    [DoesNotReturn]
    private static void ThrowOverlap(string parameterName) => throw new ArgumentException(
        $"'{parameterName}' overlaps another argument, so that writing one would change the other; pass separate memory.",
        parameterName);
}
