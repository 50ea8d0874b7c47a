using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Patterns over numbers as conditions. What is tested is a name or constant, or several for a tuple that is written out.</summary>
internal sealed class PatternLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    private static readonly IrExpression Always = ConstantExpression.Boolean(true);

    /// <summary>Evaluates what is tested, once.</summary>
    public IrExpression[] LowerSubject(IOperation value)
    {
        IOperation[] parts = value is ITupleOperation tuple ? [.. tuple.Elements] : [value];
        OperandSequence operands = new(scope);
        foreach (IOperation part in parts)
        {
            operands.Value(() => expressions.Lower(part));
        }

        // All tests come before the arm or section they choose, so that what it changes does not matter.
        return [.. operands.All.Select(o => o is ConstantExpression or LocalExpression ? o : scope.Bind(o, "tested"))];
    }

    public static bool IsAlways(IrExpression test) => ReferenceEquals(test, Always);

    public IrExpression Test(IPatternOperation pattern, IrExpression[] subject) => pattern switch
    {
        IDiscardPatternOperation => Always,
        IConstantPatternOperation constant when subject.Length == 1 => Compare(BinaryOperator.Equal, subject[0], constant.Value),
        IRelationalPatternOperation relational when subject.Length == 1 => Compare(OperatorMapping.Map(relational.OperatorKind)!.Value, subject[0], relational.Value),
        INegatedPatternOperation negated => new UnaryExpression(UnaryOperator.Not, Test(negated.Pattern, subject), IrType.Boolean),
        IBinaryPatternOperation both => Combine(
            both.OperatorKind == BinaryOperatorKind.Or ? BinaryOperator.LogicalOr : BinaryOperator.LogicalAnd, Test(both.LeftPattern, subject), Test(both.RightPattern, subject)),
        IRecursivePatternOperation { PropertySubpatterns.Length: 0, DeclaredSymbol: null } tuple when tuple.DeconstructionSubpatterns.Length == subject.Length
            => tuple.DeconstructionSubpatterns.Select((p, i) => Test(p, [subject[i]])).Aggregate(Always, (a, b) => Combine(BinaryOperator.LogicalAnd, a, b)),
        _ => expressions.Refuse(pattern, LanguageDiagnostics.Pattern, $"The pattern '{StatementText.Of(pattern.Syntax)}'"),
    };

    public IrExpression Guarded(IrExpression test, IOperation? guard)
    {
        if (guard is null)
        {
            return test;
        }

        IrExpression condition = test;
        if (scope.Capture(() => condition = expressions.Lower(guard)).Count > 0)
        {
            scope.Report(LanguageDiagnostics.Pattern, guard.Syntax, "A 'when' that changes something or calls a method");
        }

        return Combine(BinaryOperator.LogicalAnd, test, condition);
    }

    public static IrExpression Combine(BinaryOperator @operator, IrExpression left, IrExpression right) =>
        @operator == BinaryOperator.LogicalAnd && IsAlways(left) ? right
        : @operator == BinaryOperator.LogicalAnd && IsAlways(right) ? left
        : @operator == BinaryOperator.LogicalOr && (IsAlways(left) || IsAlways(right)) ? Always
        : new BinaryExpression(@operator, left, right, IrType.Boolean);

    public IrExpression Compare(BinaryOperator @operator, IrExpression subject, IOperation value)
    {
        IrExpression constant = expressions.Lower(value);

        if (@operator == BinaryOperator.Equal && subject.Type == IrType.Boolean && constant is ConstantExpression truth)
        {
            return truth.Bits != 0 ? subject : new UnaryExpression(UnaryOperator.Not, subject, IrType.Boolean);
        }

        // A pattern's NaN matches NaN, == does not.
        return constant is ConstantExpression { Literal: "double.NaN" or "float.NaN" } && @operator == BinaryOperator.Equal
            ? new BinaryExpression(BinaryOperator.NotEqual, subject, subject, IrType.Boolean)
            : new BinaryExpression(@operator, subject, constant, IrType.Boolean);
    }
}
