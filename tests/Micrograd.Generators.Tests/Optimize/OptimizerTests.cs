using Micrograd.Generators.Ir;
using Micrograd.Generators.Optimize;

namespace Micrograd.Generators.Tests.Optimize;

/// <summary>Single steps of the optimizer: each changes no result, and none is taken for one that would.</summary>
public class OptimizerTests
{
    private static readonly LocalExpression X = new(new IrLocal(0, "x", IrType.Double));
    private static readonly LocalExpression Y = new(new IrLocal(1, "y", IrType.Double));
    private static readonly LocalExpression N = new(new IrLocal(2, "n", IrType.Int32));
    private static readonly LocalExpression Single = new(new IrLocal(3, "s", IrType.Single));
    private static readonly ConstantExpression Zero = ConstantExpression.Number(0.0, IrType.Double);

    // By IrPrinter: an expression here has no name in a compilation.
    private static readonly (IrExpression Before, string After)[] Folds =
    [
        (X * 1.0, "x#0"),
        (ConstantExpression.Number(1.0, IrType.Double) * X, "x#0"),
        (X / 1.0, "x#0"),
        (X * -1.0, "Negate(x#0)"),
        ((X - Y) * -1.0, "Negate((x#0 Subtract y#1))"),
        (-X * -1.0, "x#0"),
        (-(-X), "x#0"),
        (X + -Y, "(x#0 Subtract y#1)"),
        (X - -Y, "(x#0 Add y#1)"),
        ((X * Y) + (X * Y), "((x#0 Multiply y#1) Add (x#0 Multiply y#1))"),
        ((X * Y) + (Y * X), "((x#0 Multiply y#1) Add (y#1 Multiply x#0))"),
        (new ConversionExpression(X, IrType.Double), "x#0"),
        (new ConversionExpression(Single, IrType.Double), "(double)s#3"),

        // −0, infinities and NaN.
        (X * 0.0, "(x#0 Multiply 0.0)"),
        (X + 0.0, "(x#0 Add 0.0)"),
        (X - X, "(x#0 Subtract x#0)"),

        // An intermediate float may be rounded where a conversion says so.
        (new ConversionExpression(Single, IrType.Single), "(float)s#3"),

        // Integers overflow, and the smallest has no opposite.
        (new BinaryExpression(BinaryOperator.Multiply, N, ConstantExpression.Integer(-1), IrType.Int32), "(n#2 Multiply -1)"),
        (new BinaryExpression(BinaryOperator.Add, N, new UnaryExpression(UnaryOperator.Negate, N, IrType.Int32), IrType.Int32), "(n#2 Add Negate(n#2))"),
        (new BinaryExpression(BinaryOperator.Subtract, N, new UnaryExpression(UnaryOperator.Negate, N, IrType.Int32), IrType.Int32), "(n#2 Subtract Negate(n#2))"),
        (new UnaryExpression(UnaryOperator.Negate, new UnaryExpression(UnaryOperator.Negate, N, IrType.Int32), IrType.Int32), "Negate(Negate(n#2))"),
        (new BinaryExpression(BinaryOperator.Divide, N, ConstantExpression.Integer(1), IrType.Int32), "(n#2 Divide 1)"),
    ];

    public static TheoryData<int> FoldRows => [.. Enumerable.Range(0, Folds.Length)];

    [Theory]
    [MemberData(nameof(FoldRows))]
    public void Fold_IsExactOrNotMade(int row) => Assert.Equal(Folds[row].After, IrPrinter.Print(new ConstantFolding([]).Rewrite(Folds[row].Before)));

    // y + y may overflow where x·y does not.
    [Theory]
    [InlineData(true, "(x#0 Multiply (y#1 Add y#1))")]
    [InlineData(false, "((x#0 Multiply y#1) Add (x#0 Multiply y#1))")]
    public void EqualProducts_AreJoinedInAdjointsAlone(bool isAdjoint, string expected)
    {
        IrLocal local = new(7, "t", IrType.Double);
        Assert.Contains(expected, IrPrinter.Print(new ConstantFolding(isAdjoint ? [7] : []).RewriteBlock([new DeclareStatement(local, (X * Y) + (X * Y))])), StringComparison.Ordinal);
    }

    // 0.0 + −0.0 is 0.0.
    [Theory]
    [InlineData(true, "y#1 = x#0")]
    [InlineData(false, "y#1 = (y#1 Add x#0)")]
    public void FirstContribution_IsOfAdjointsAlone(bool isAdjoint, string expected)
    {
        IrStatement[] sum = [new AssignStatement(Y, Zero), new AssignStatement(Y, Y + X)];
        Assert.Contains(expected, IrPrinter.Print(new FirstContribution(isAdjoint ? [1] : []).Run(sum.ToEquatableArray())), StringComparison.Ordinal);
    }

    // What a trip declares no later trip reads.
    [Fact]
    public void ResetOfALocalOfTheTrip_IsLeftOut() => Assert.DoesNotContain("y#1 = 0.0", Reset(isDeclaredInside: true), StringComparison.Ordinal);

    [Fact]
    public void ResetThatTheNextTripReads_Stays() => Assert.Contains("y#1 = 0.0", Reset(isDeclaredInside: false), StringComparison.Ordinal);

    private static string Reset(bool isDeclaredInside)
    {
        DeclareStatement declaration = new(Y.Local, ConstantExpression.Number(2.0, IrType.Double));
        IrStatement[] body = [new AssignStatement(X, X + Y), new AssignStatement(Y, Zero)];
        LoopStatement loop = new([], X.IsLess(ConstantExpression.Number(9.0, IrType.Double)), isDeclaredInside ? [declaration, .. body] : [.. body], []);
        EquatableArray<IrStatement> method = [new DeclareStatement(X.Local, Zero), .. isDeclaredInside ? [] : new IrStatement[] { declaration }, loop, new ReturnStatement(X)];
        return IrPrinter.Print(DeadReset.Run(method));
    }
}
