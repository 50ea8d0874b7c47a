using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>A parameter of a marked method, its role read from the attributes by the rules of api.md, independently of the generator.</summary>
internal sealed record ProbeParameter(string Name, string Element, bool IsVector, bool IsReadOnlySpan, RefKind RefKind, bool HasDerivative)
{
    /// <summary>The fields of a struct or tuple, which crosses as an array of its numbers; null for other types.</summary>
    public ProbeShape? Shape { get; init; }

    /// <summary>A strategy: its type is a type argument, whose constructor gives it its numbers, and it carries no derivative.</summary>
    public bool IsStrategy { get; init; }

    public bool IsSinglePrecision => Element == "float" || Shape?.Leaves.Any(static l => l.Type == "float") == true;

    /// <summary>Whether a number of the argument has a derivative.</summary>
    public bool IsDifferentiated(int index) => HasDerivative && (Shape is null || Shape.Leaves[index].IsFloating);

    /// <summary>The method's stores are seen by the caller, so that its derivative parameter holds an upstream adjoint on entry.</summary>
    public bool CarriesUpstream => (IsVector && !IsReadOnlySpan) || RefKind is RefKind.Ref or RefKind.Out;

    public static ProbeParameter From(IParameterSymbol symbol, IReadOnlyList<string>? withRespectTo)
    {
        (ITypeSymbol element, bool isVector, bool isReadOnly) = symbol.Type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => (array.ElementType, true, false),
            INamedTypeSymbol { Name: "Span" or "Memory", TypeArguments: [var item] } => (item, true, false),
            INamedTypeSymbol { Name: "ReadOnlySpan" or "ReadOnlyMemory", TypeArguments: [var item] } => (item, true, true),
            _ => (symbol.Type, false, false),
        };
        bool isStrategy = symbol.OriginalDefinition.Type is ITypeParameterSymbol && symbol.Type is INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None };
        ProbeShape? shape = isVector || isStrategy ? null : ProbeShape.TryFind(element);
        bool isFloating = shape is not null || element.SpecialType is SpecialType.System_Double or SpecialType.System_Single;
        bool noDiff = symbol.GetAttributes().Any(static a => a.AttributeClass?.Name == "NoDiffAttribute");
        return new ProbeParameter(
            symbol.Name,
            element.ToDisplayString(),
            isVector,
            isReadOnly,
            symbol.RefKind,
            isFloating && !noDiff && (withRespectTo is null || withRespectTo.Contains(symbol.Name)))
        {
            Shape = shape,
            IsStrategy = isStrategy,
        };
    }

    /// <summary>An argument of exactly the parameter's type, a copy where it is an array.</summary>
    public object Convert(object given) => (Element, IsVector) switch
    {
        _ when Shape is not null => ((Array)given).Cast<object>().Select(System.Convert.ToDouble).ToArray(),
        ("double", true) => ((Array)given).Cast<object>().Select(System.Convert.ToDouble).ToArray(),
        ("float", true) => ((Array)given).Cast<object>().Select(System.Convert.ToSingle).ToArray(),
        ("int", true) => ((Array)given).Cast<object>().Select(System.Convert.ToInt32).ToArray(),
        (_, true) => ((Array)given).Clone(),
        ("double", _) => System.Convert.ToDouble(given),
        ("float", _) => System.Convert.ToSingle(given),
        ("int", _) => System.Convert.ToInt32(given),
        ("long", _) => System.Convert.ToInt64(given),
        _ => given,
    };

    /// <summary>A derivative argument of the same shape, filled by <paramref name="next"/>.</summary>
    public object? Derivative(object argument, Func<double> next) => (HasDerivative, Element, IsVector) switch
    {
        (false, _, _) => null,
        _ when Shape is not null => Shape.Leaves.Select(leaf => leaf.IsFloating ? next() : 0.0).ToArray(),
        (_, "double", true) => ((double[])argument).Select(_ => next()).ToArray(),
        (_, "float", true) => ((float[])argument).Select(_ => (float)next()).ToArray(),
        (_, "float", _) => (float)next(),
        _ => next(),
    };
}
