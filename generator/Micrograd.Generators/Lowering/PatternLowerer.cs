using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Patterns over numbers, and over structs and tuples of them, as conditions. What is tested is a name or constant, or several.</summary>
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
        return [.. operands.All.Select(o => o.MapLeaves(v => v is ConstantExpression or LocalExpression ? v : Declare("tested", v)))];
    }

    public static bool DeclaresVariable(IPatternOperation pattern) =>
        pattern.DescendantsAndSelf().Any(static p => p is IDeclarationPatternOperation { DeclaredSymbol: not null } or IRecursivePatternOperation { DeclaredSymbol: not null });

    /// <summary>Whether the pattern asks nothing but numbers: one that does not may still be kept as text, if it declares nothing.</summary>
    public static bool IsUnderstood(IPatternOperation pattern) => pattern switch
    {
        IDiscardPatternOperation or IConstantPatternOperation or IRelationalPatternOperation => true,
        IDeclarationPatternOperation declaration => IsVariable(declaration),
        INegatedPatternOperation negated => IsUnderstood(negated.Pattern),
        IBinaryPatternOperation both => IsUnderstood(both.LeftPattern) && IsUnderstood(both.RightPattern),
        IRecursivePatternOperation tuple => IsTuple(tuple) && tuple.DeconstructionSubpatterns.All(IsUnderstood),
        _ => false,
    };

    public static bool IsAlways(IrExpression test) => ReferenceEquals(test, Always);

    public IrExpression Test(IPatternOperation pattern, IrExpression[] subject)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return Always;
            case IConstantPatternOperation constant when subject is [not StructExpression]:
                return Compare(BinaryOperator.Equal, subject[0], constant.Value);
            case IRelationalPatternOperation relational when subject is [not StructExpression]:
                return Compare(OperatorMapping.Map(relational.OperatorKind)!.Value, subject[0], relational.Value);
            case IDeclarationPatternOperation declaration when IsVariable(declaration) && CanBind(declaration.DeclaredSymbol, subject):
                Bind(declaration.DeclaredSymbol, subject);
                return Always;
            case INegatedPatternOperation negated:
                return new UnaryExpression(UnaryOperator.Not, Test(negated.Pattern, subject), IrType.Boolean);
            case IBinaryPatternOperation both:
                BinaryOperator @operator = both.OperatorKind == BinaryOperatorKind.Or ? BinaryOperator.LogicalOr : BinaryOperator.LogicalAnd;
                return Combine(@operator, Test(both.LeftPattern, subject), Test(both.RightPattern, subject));
            case IRecursivePatternOperation tuple when IsTuple(tuple) && CanBind(tuple.DeclaredSymbol, subject) && Parts(subject) is var parts && parts.Count == tuple.DeconstructionSubpatterns.Length:
                Bind(tuple.DeclaredSymbol, subject);
                return tuple.DeconstructionSubpatterns.Select((p, i) => Test(p, [parts[i]])).Aggregate(Always, (a, b) => Combine(BinaryOperator.LogicalAnd, a, b));
            default:
                return expressions.Refuse(pattern, LanguageDiagnostics.Pattern, $"The pattern '{StatementText.Of(pattern.Syntax)}'");
        }
    }

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

    // `var n`, or `double n` where nothing else than a double comes: no type is tested.
    private static bool IsVariable(IDeclarationPatternOperation pattern) =>
        pattern.MatchedType is null || pattern.InputType.IsValueType && SymbolEqualityComparer.Default.Equals(pattern.MatchedType, pattern.InputType);

    private static bool IsTuple(IRecursivePatternOperation pattern) =>
        pattern is { PropertySubpatterns.Length: 0, DeconstructSymbol: null, InputType.IsTupleType: true } && SymbolEqualityComparer.Default.Equals(pattern.MatchedType, pattern.InputType);

    private static IReadOnlyList<IrExpression> Parts(IrExpression[] subject) => subject is [StructExpression whole] ? whole.Fields : subject;

    private static bool CanBind(ISymbol? symbol, IrExpression[] subject) =>
        symbol is null || subject.Length == 1 || TypeMapping.Map(((ILocalSymbol)symbol).Type) is StructType;

    // The variable is a copy: an arm may change it, or what was tested.
    private void Bind(ISymbol? symbol, IrExpression[] subject)
    {
        if (symbol is ILocalSymbol { Type: var type })
        {
            IrExpression value = subject.Length == 1 ? subject[0] : new StructExpression((StructType)TypeMapping.Map(type), subject.ToEquatableArray());
            scope.SetPlace(symbol, Copy(symbol.Name, value));
        }
    }

    private IrExpression Copy(string name, IrExpression value) => value is StructExpression whole
        ? whole with { Fields = [.. whole.Fields.Select((f, i) => Copy(StructValues.NameOf(name, whole.Struct.Fields[i].Name), f))] }
        : Declare(name, value);

    // Tests and arms read the name wherever they stand, so that it stays declared here.
    private LocalExpression Declare(string name, IrExpression value)
    {
        LocalExpression place = new(scope.CreateLocal(name, value.Type));
        scope.Emit(new DeclareStatement(place.Local, value));
        return place;
    }
}
