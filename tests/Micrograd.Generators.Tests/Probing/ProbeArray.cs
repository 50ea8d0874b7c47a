using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>
/// An array that a marked method returns, of any rank or of rows, as the probe hands it around: its numbers in order. The shape of its
/// adjoint is that of the last value; where the method throws, there is none, and its adjoint is empty.
/// </summary>
internal sealed class ProbeArray
{
    private readonly IArrayTypeSymbol _type;

    private ProbeArray(IArrayTypeSymbol type) => _type = type;

    public string Type => _type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public string Element => (Rows ?? _type).ElementType.ToDisplayString();

    private IArrayTypeSymbol? Rows => _type.ElementType as IArrayTypeSymbol;

    /// <summary>The array as the probe knows it; null for other types.</summary>
    public static ProbeArray? TryFind(ITypeSymbol type) => type is IArrayTypeSymbol array
        && (array.ElementType is IArrayTypeSymbol { Rank: 1 } rows ? rows.ElementType : array.ElementType).SpecialType is SpecialType.System_Double or SpecialType.System_Single
            ? new ProbeArray(array)
            : null;

    /// <summary>Functions that adapters need: the numbers of a value, its nodes, and an adjoint of its shape.</summary>
    public string Functions => $$"""
                private static global::System.Array shape;
                private static int count;

                private static double[] Handed({{Type}} result)
                {
                    double[] numbers = {{Numbers("result", "global::System.Convert.ToDouble(x)")}};
                    (shape, count) = (result, numbers.Length);
                    return numbers;
                }

                private static global::Micrograd.Value[] Nodes({{Type.Replace(Element, "global::Micrograd.Value", StringComparison.Ordinal)}} result) => {{Numbers("result", "(global::Micrograd.Value)x")}};

                private static {{Type}} Upstream(double[] seeds)
                {
                    if (shape is null || seeds.Length != count)
                    {
                        return ({{Type}})global::System.Array.CreateInstance(typeof({{Type}}).GetElementType()!, new int[{{_type.Rank}}]);
                    }

                    int s = 0;
                    {{(Rows is not null ? MadeByRows : MadeByIndex)}}
                    return made;
                }

        """;

    private string MadeByRows => $"{Type} made = global::System.Array.ConvertAll(({Type})shape, row => global::System.Array.ConvertAll(row, _ => ({Element})seeds[s++]));";

    private string MadeByIndex => $$"""
        var made = ({{Type}})shape.Clone();
                    for (; s < made.Length; s++)
                    {
                        int[] at = new int[made.Rank];
                        for (int rest = s, d = made.Rank - 1; d >= 0; rest /= made.GetLength(d--)) { at[d] = rest % made.GetLength(d); }
                        made.SetValue(({{Element}})seeds[s], at);
                    }

        """;

    private string Numbers(string array, string number) => Rows is null
        ? $"global::System.Linq.Enumerable.ToArray(global::System.Linq.Enumerable.Select(global::System.Linq.Enumerable.Cast<object>({array}), x => {number}))"
        : $"global::System.Linq.Enumerable.ToArray(global::System.Linq.Enumerable.SelectMany({array}, row => global::System.Linq.Enumerable.Select(row, x => {number})))";
}
