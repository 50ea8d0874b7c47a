using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// The equality that the compiler writes for a record struct: of every field what <c>EqualityComparer&lt;T&gt;.Default</c> says, so
/// that NaN equals NaN. It is a decision: no derivative comes of it.
/// </summary>
internal sealed class StructEquality(LoweringScope scope, ExpressionLowerer expressions, InlineLowerer inliner, IOperation operation)
{
    /// <summary><c>==</c>, <c>!=</c> or <c>Equals</c> with the record's own type, where the user has written none.</summary>
    public static bool IsSynthesized(IMethodSymbol method) =>
        method is { IsImplicitlyDeclared: true, Name: "op_Equality" or "op_Inequality" or "Equals", ContainingType: { IsRecord: true, IsValueType: true } type }
        && SymbolEqualityComparer.Default.Equals(method.Parameters[method.Parameters.Length - 1].Type.OriginalDefinition, type.OriginalDefinition);

    public IrExpression Lower(InlineCall call)
    {
        IMethodSymbol method = call.Target.Method;
        OperandSequence operands = new(scope);
        if (call.Receiver is { } receiver)
        {
            operands.Value(receiver);
        }

        foreach (InlineArgument argument in call.Arguments)
        {
            operands.Value(argument.Compute ?? (() => expressions.Lower(argument.Value!)));
        }

        (IrExpression left, IrExpression right) = (operands[0], operands[1]);
        IrExpression equal = EqualsOf(method.ContainingType) is { IsImplicitlyDeclared: false } written
            ? inliner.Lower(InlineCall.Of(operation, written, () => right) with { Receiver = () => left })
            : Compare(method.ContainingType, left, right);
        return method.Name == "op_Inequality" ? new UnaryExpression(UnaryOperator.Not, equal, IrType.Boolean) : equal;
    }

    private IrExpression Compare(ITypeSymbol type, IrExpression left, IrExpression right) => (left, right) switch
    {
        (StructExpression a, StructExpression b) => CompareFields((INamedTypeSymbol)type, a, b),
        _ when left.Type.IsFloating => Test("{0}.Equals({1})", left, right),
        _ when left.Type is ScalarType => left.IsEqual(right),
        _ when left.Type is OpaqueType => Test($"global::System.Collections.Generic.EqualityComparer<{left.Type.Text}>.Default.Equals({{0}}, {{1}})", left, right) with { ChangesState = !UserCode.IsPlain(type) },
        _ => Refuse(type),
    };

    private IrExpression CompareFields(INamedTypeSymbol type, StructExpression left, StructExpression right)
    {
        if (TypeMapping.IsNumerics(type))
        {
            return NumericsCalls.Lower(scope, EqualsOf(type)!, [left, right], IrType.Boolean);
        }

        return StructShape.IsMemory(type) || !(type.IsTupleType || EqualsOf(type) is { IsImplicitlyDeclared: true })
            ? Refuse(type)
            : StructShape.Members(type).Select((m, i) => Compare(m.Type, left.Fields[i], right.Fields[i])).Aggregate(static (a, b) => new BinaryExpression(BinaryOperator.LogicalAnd, a, b, IrType.Boolean));
    }

    private static IMethodSymbol? EqualsOf(INamedTypeSymbol type) =>
        type.GetMembers("Equals").OfType<IMethodSymbol>().FirstOrDefault(m => m is { IsStatic: false, Parameters.Length: 1 } && SymbolEqualityComparer.Default.Equals(m.Parameters[0].Type, type));

    private static OpaqueExpression Test(string template, IrExpression left, IrExpression right) =>
        FrameworkMember.Opaque(template, [left, right], IrType.Boolean);

    private IrExpression Refuse(ITypeSymbol type) =>
        expressions.Refuse(operation, LanguageDiagnostics.ConstructNotSupported, $"The comparison of values of '{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}'");
}
