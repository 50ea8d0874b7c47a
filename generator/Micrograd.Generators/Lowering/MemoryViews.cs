using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// <c>Memory&lt;T&gt;</c> of numbers is the span that it gives: a view like any other, sliced and passed as one. What other code keeps as
/// a memory, an object or a call, is asked for its span where it is read.
/// </summary>
internal static class MemoryViews
{
    /// <summary>The place of a parameter of the marked method; null for other parameters.</summary>
    public static IrExpression? Open(IParameterSymbol parameter, int index, IOperation body, LoweringScope scope)
    {
        if (!parameter.Type.IsFloatingMemory() || parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            return null;
        }

        // Where it is a constant that stays what it is, text may name the parameter itself.
        if (CallResolution.IsNoDiff(parameter) && !MethodBody.WrittenSymbols(body).OfType<IParameterSymbol>().Any(p => p.Name == parameter.Name))
        {
            scope.ConstantMemory.Add(parameter.Name);
        }

        IrLocal span = scope.CreateLocal(parameter.Name + "Span", TypeMapping.Map(parameter.Type));
        scope.Structs.Add(new StructParameter(index, [new StructLeaf(span, default)]) { IsMemory = true });
        return new LocalExpression(span);
    }

    /// <summary>The value as a span, where it is a memory still.</summary>
    public static IrExpression Seen(IrExpression value, ITypeSymbol? type) => value.Type is OpaqueType && Is(type)
        ? new OpaqueExpression("{0}.Span", [value], TypeMapping.Map(type))
        : value;

    /// <summary>The type is a memory of numbers.</summary>
    public static bool Is(ITypeSymbol? type) => type is not null && TypeSubstitution.Resolve(type).IsFloatingMemory();

    /// <summary>The symbol is a memory that lowering follows as a span.</summary>
    public static bool IsFollowed(ISymbol symbol, IrExpression place) =>
        place.Type is SpanType && Is(symbol switch { ILocalSymbol local => local.Type, IParameterSymbol parameter => parameter.Type, _ => null });

    /// <summary>Whether text that asks for a memory may name the parameter.</summary>
    public static bool CanBeNamed(ISymbol symbol, LoweringScope scope) => symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol method } && !scope.StandsApart
        && SymbolEqualityComparer.Default.Equals(method.PartialDefinitionPart ?? method, scope.Method.PartialDefinitionPart ?? scope.Method) && scope.ConstantMemory.Contains(symbol.Name);

    /// <summary>A method that is not put in place would be given a span where it asks for a memory.</summary>
    public static bool IsPassedTo(IMethodSymbol method) => method.Parameters.Any(static p => Is(p.Type)) || Is(method.ReturnType);

    /// <summary>The statement, with the span of a memory that is stored as one.</summary>
    public static IrStatement Stored(IrStatement statement) => statement switch
    {
        DeclareStatement { Local.Type: SpanType type, Value: { Type: OpaqueType } memory } s when IsMemory(memory) => s with { Value = new OpaqueExpression("{0}.Span", [memory], type) },
        AssignStatement { Target.Type: SpanType type, Value: { Type: OpaqueType } memory } s when IsMemory(memory) => s with { Value = new OpaqueExpression("{0}.Span", [memory], type) },
        _ => statement,
    };

    /// <summary>A span is stored where a memory is kept, in an object or a collection.</summary>
    public static bool IsKept(IrStatement statement) => statement switch
    {
        DeclareStatement s => (s.Local.Type, s.Value?.Type) is (OpaqueType, SpanType),
        AssignStatement s => (s.Target.Type, s.Value.Type) is (OpaqueType, SpanType),
        _ => false,
    };

    private static bool IsMemory(IrExpression value) => value.Type is OpaqueType { FullName: var name }
        && (name.StartsWith("global::System.Memory<", StringComparison.Ordinal) || name.StartsWith("global::System.ReadOnlyMemory<", StringComparison.Ordinal));
}
