using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary><c>ArgumentNullException.ThrowIfNull(array)</c>: it looks at the reference alone, so the array stays what it is.</summary>
internal static class NullChecks
{
    public static bool IsKnown(IInvocationOperation call) =>
        call.TargetMethod is { Name: "ThrowIfNull", ContainingType: { Name: "ArgumentNullException" } type } && type.IsFramework()
        && call.Arguments.FirstOrDefault(static a => a.Parameter!.Ordinal == 0) is { } argument && argument.Value.Peeled().Type is IArrayTypeSymbol
        && call.Arguments.All(static a => a.Parameter!.Ordinal == 0 || a.Value.ConstantValue.HasValue);

    public static IrExpression Lower(IInvocationOperation call, ExpressionLowerer expressions, LoweringScope scope)
    {
        IOperation array = call.Arguments.First(static a => a.Parameter!.Ordinal == 0).Value.Peeled();
        string? name = call.Arguments.FirstOrDefault(static a => a.Parameter!.Ordinal == 1)?.Value is { ConstantValue.Value: string text } given ? ((ConstantExpression)ConstantLowering.Create(text, given.Type!)).Literal : null;

        // An array that is taken apart was there when it was; so was one that has a shape.
        if (expressions.Lower(array) is { Type: ArrayType } reference and not StructExpression)
        {
            scope.Emit(new NullCheckStatement(expressions.ToPath(reference, "array"), name));
        }

        return new ConstantExpression(IrType.Void, 0, "default");
    }
}
