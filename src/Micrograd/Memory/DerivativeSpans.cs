using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Micrograd;

/// <summary>Vector code for the loops that reverse sweeps are full of. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DerivativeSpans
{
    /// <summary>target[i] += factor · source[i]: the adjoint of a dot product, twice. Rounds as the scalar loop does, product first.</summary>
    /// <param name="target">What is added to; shares no memory with <paramref name="source"/>.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="source">At least as long as <paramref name="target"/>.</param>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source) => AddVectors(target, factor, source);

    /// <summary>target[i] += factor · source[i], in single precision.</summary>
    /// <param name="target">What is added to; shares no memory with <paramref name="source"/>.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="source">At least as long as <paramref name="target"/>.</param>
    public static void AddScaled(Span<float> target, float factor, ReadOnlySpan<float> source) => AddVectors(target, factor, source);

    /// <summary>target[i] += factor · source[i], in the type of a generic method.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="target">What is added to; shares no memory with <paramref name="source"/>.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="source">At least as long as <paramref name="target"/>.</param>
    public static void AddScaled<T>(Span<T> target, T factor, ReadOnlySpan<T> source)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    /// <summary>All elements of an array of several dimensions, row by row.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="array">The array.</param>
    public static Span<T> Elements<T>(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.GetType().GetElementType() != typeof(T))
        {
            throw new ArgumentException($"An array of {typeof(T)} is needed, not {array.GetType()}.", nameof(array));
        }

        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
    }

    /// <summary>The items of a list, which nothing is added to or taken from while they are read.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="list">The list.</param>
    /// <exception cref="NullReferenceException">There is no list: what <c>foreach</c> throws.</exception>
    public static ReadOnlySpan<T> Items<T>(List<T> list) => CollectionsMarshal.AsSpan(list)[..list.Count];

    /// <summary>A new array of several dimensions, given the elements of memory in one piece, row by row.</summary>
    /// <typeparam name="TArray">The type of the array.</typeparam>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="array">The array.</param>
    /// <param name="elements">As many elements as it has.</param>
    /// <returns>The array.</returns>
    public static TArray Filled<TArray, T>(TArray array, ReadOnlySpan<T> elements)
        where TArray : class
    {
        elements.CopyTo(Elements<T>((Array)(object)array));
        return array;
    }

    private static void AddVectors<T>(Span<T> target, T factor, ReadOnlySpan<T> source)
        where T : unmanaged, INumberBase<T>
    {
        nuint length = (nuint)target.Length;
        ref T to = ref MemoryMarshal.GetReference(target);
        ref T from = ref MemoryMarshal.GetReference(source[..target.Length]);
        nuint i = 0;
        nuint width = (nuint)Vector<T>.Count;
        if (length >= width)
        {
            var factors = new Vector<T>(factor);
            for (nuint last = length - width; i <= last; i += width)
            {
                (Vector.LoadUnsafe(ref to, i) + (factors * Vector.LoadUnsafe(ref from, i))).StoreUnsafe(ref to, i);
            }
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref to, i) += factor * Unsafe.Add(ref from, i);
        }
    }
}
