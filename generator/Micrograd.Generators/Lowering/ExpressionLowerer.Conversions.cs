using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Conversions that stand nowhere in the tree: of an element of a tuple, of a part of what is deconstructed, of an item of a <c>foreach</c>.</content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>The value, which is a <paramref name="from"/>, as the <paramref name="to"/> that C# makes of it. A <paramref name="from"/> that is not known is what it becomes, up to its precision.</summary>
    public IrExpression ConvertPart(IrExpression value, ITypeSymbol? from, ITypeSymbol to, IOperation at)
    {
        (from, to) = (from is null ? null : TypeSubstitution.Resolve(from), TypeSubstitution.Resolve(to));
        if (from is null || SymbolEqualityComparer.Default.Equals(from, to))
        {
            return ConvertNumber(value, TypeMapping.Map(to));
        }

        if (value is StructExpression whole && from is INamedTypeSymbol { IsTupleType: true } given && to is INamedTypeSymbol { IsTupleType: true } wanted)
        {
            return ConvertTuple(whole, given, wanted, at);
        }

        IrType type = TypeMapping.Map(to);
        return (value, type) switch
        {
            _ when value.Type == type => value,
            (StructExpression memory, StructType) when StructShape.IsMemory(from) && StructShape.IsMemory(to) => ConvertMemory(memory, (StructType)type),
            ({ Type.IsView: true }, SpanType) => new ViewExpression(ToPath(value), null, null, type),
            _ when ((CSharpCompilation)_scope.Compilation).ClassifyConversion(from, to).MethodSymbol is { } method => ConvertByOperator(value, from, method, to, at),
            _ when value is StructExpression || type is StructType => RefuseConversion(at, from, to),
            _ => ConvertNumber(value, type),
        };
    }

    // All that is converted is read before the first conversion, which may run code of the user's.
    private StructExpression ConvertTuple(StructExpression value, INamedTypeSymbol from, INamedTypeSymbol to, IOperation at)
    {
        OperandSequence parts = new(_scope);
        foreach (IrExpression field in value.Fields)
        {
            parts.Value(() => field);
        }

        for (int i = 0; i < value.Fields.Count; i++)
        {
            int part = i;
            parts.Value(() => ConvertPart(parts[part], from.TupleElements[part].Type, to.TupleElements[part].Type, at));
        }

        return new StructExpression((StructType)TypeMapping.Map(to), [.. parts.All.Skip(value.Fields.Count)]);
    }

    private IrExpression LowerTupleConversion(IConversionOperation conversion)
    {
        StructExpression value = LowerStruct(conversion.Operand);
        INamedTypeSymbol type = (INamedTypeSymbol)TypeSubstitution.Resolve(conversion.Type!);

        // A literal with `null` or a lambda in it has no type; its elements have been given theirs.
        return conversion.Operand.Type is INamedTypeSymbol from ? ConvertTuple(value, TypeSubstitution.Resolve(from), type, conversion) : ConvertTuple(value, type, type, conversion);
    }

    // A user-defined conversion may have conversions of numbers around it.
    private IrExpression ConvertByOperator(IrExpression value, ITypeSymbol from, IMethodSymbol method, ITypeSymbol to, IOperation at)
    {
        // Unfinished code: an operator that is no static method is the user's own mistake.
        if (!method.IsStatic)
        {
            return _scope.Abandon();
        }

        IrExpression operand = ConvertPart(value, from, method.Parameters[0].Type, at);
        if (StructOperator(method, null) is { } found)
        {
            return ConvertPart(LowerOperator(at, found, () => operand), method.ReturnType, to, at);
        }

        // What carries no derivative on either side is left to C#.
        IrType type = TypeMapping.Map(to);
        return type.IsDifferentiable || operand is StructExpression || operand.Type.IsDifferentiable || TypeMapping.IsFloatingStruct(to) || !_scope.CanName(to)
            ? RefuseConversion(at, from, to)
            : _scope.Bind(new OpaqueExpression($"({TypeMapping.Qualify(to)}){{0}}", [operand], type) { ChangesState = !method.IsFramework() }, "converted");
    }

    private IrExpression ConvertNumber(IrExpression value, IrType type) => value.Type is ScalarType && type is ScalarType ? ConvertTo(value, type) : value;

    private IrExpression RefuseConversion(IOperation at, ITypeSymbol from, ITypeSymbol to)
    {
        _scope.Report(LanguageDiagnostics.ConstructNotSupported, at.Syntax, $"The conversion of a part from '{TypeMapping.Describe(from)}' to '{TypeMapping.Describe(to)}'");
        return StandIn(to);
    }
}
