namespace Micrograd.Generators.Ir;

/// <summary>What code may do besides giving a value.</summary>
internal static class CodeEffects
{
    /// <summary>Evaluating the expression cannot throw and changes nothing.</summary>
    /// <remarks>
    /// Whether the project checks for overflow is not known here, so that integers are left alone unless they are known to be unchecked.
    /// An array of which a length is asked may be null, unless <paramref name="isThere"/> says that it is not; without it, all are taken to be there.
    /// </remarks>
    public static bool IsHarmless(IrExpression expression, Func<IrExpression, bool>? isThere = null) => expression.SelfAndDescendants().All(e => e switch
    {
        ConstantExpression or LocalExpression or FieldExpression or ConditionalExpression => true,
        LengthExpression length => length.View.Type is SpanType || isThere is null || isThere(length.View),
        UnaryExpression unary => !unary.Type.IsInteger || unary.Operator != UnaryOperator.Negate || unary.IsChecked is false,
        BinaryExpression binary => binary.Left.Type.IsFloating
            || (Integers.CanOverflow(binary.Operator) ? binary.IsChecked is false : binary.Operator is not (BinaryOperator.Divide or BinaryOperator.Remainder)),
        ConversionExpression conversion => conversion.Type.IsFloating,
        RuleCallExpression call => CannotThrow(call),
        _ => false,
    });

    /// <summary>The function of the table throws for no argument.</summary>
    public static bool CannotThrow(RuleCallExpression call) => call.Type.IsFloating && !call.Rule.Contains("Clamp") && !(call.Rule.Contains(".Round(") && call.Arguments.Count > 1);

    /// <summary>Whether the block runs code of the user's that may change data of objects.</summary>
    public static bool ChangesState(IEnumerable<IrStatement> block, Func<PairCallExpression, bool> changesState) => block.AllStatements().Any(statement => statement switch
    {
        OpaqueStatement { LeavesMethod: false } or IfStatement { Enclosure: not null } or AssignStatement { Target: FieldExpression } => true,
        _ => statement.Expressions().SelectMany(static e => e.SelfAndDescendants()).Any(e => e switch
        {
            OpaqueExpression opaque => opaque.ChangesState,
            DerivativeCallExpression call => call.Target.MayChangeState,
            PairCallExpression call => changesState(call),
            _ => false,
        }),
    });
}
