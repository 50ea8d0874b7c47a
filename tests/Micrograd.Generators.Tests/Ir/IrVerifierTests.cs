using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Tests.Ir;

/// <summary>Broken bodies, as a mistake in a transform would make them: each must be found, and named (MGRAD9002).</summary>
public class IrVerifierTests
{
    private static readonly IrLocal X = new(0, "x", IrType.Double);
    private static readonly IrLocal N = new(1, "n", IrType.Int32);
    private static readonly IrLocal A = new(2, "a", new SpanType(IrType.Double, IsReadOnly: true));
    private static readonly IrLocal T = new(10, "t", IrType.Double);
    private static readonly IrLocal I = new(11, "i", IrType.Int32);
    private static readonly IrLocal Memory = new(12, "memory", new SpanType(IrType.Double, IsReadOnly: false));
    private static readonly IrExpression Zero = ConstantExpression.Number(0.0, IrType.Double);

    [Fact]
    public void SoundBody_HasNoProblems() => Assert.Empty(Problems(
        new DeclareStatement(T, Zero),
        Loop(new AssignStatement(Read(T), Read(T) + At(A)), new PushStatement(Read(T))),
        Loop(new AssignStatement(Read(T), new PopExpression(IrType.Double))),
        new ReturnStatement(Read(T))));

    [Fact]
    public void LocalThatIsNeverDeclared_IsFound() => Finds("t#10 is not declared", new ReturnStatement(Read(T)));

    // The reverse sweep reads a local of a block of the forward sweep.
    [Fact]
    public void StrayPrimalLocal_IsFound() => Finds(
        "t#10 is out of scope",
        Loop(new DeclareStatement(T, Zero)),
        Loop(new PushStatement(Read(T)), new AssignStatement(Read(X), new PopExpression(IrType.Double))),
        new ReturnStatement(Zero));

    [Fact]
    public void LocalDeclaredTwice_IsFound() => Finds("t#10 is declared twice", new DeclareStatement(T, Zero), new DeclareStatement(T, Zero), new ReturnStatement(Zero));

    [Fact]
    public void NestedLoopsWithOneCounter_AreFound() => Finds("i#11 is declared twice", Loop(Loop()), new ReturnStatement(Zero));

    [Fact]
    public void LocalReadAsAnotherType_IsFound() => Finds("x#0 is read as int but declared as double", new ReturnStatement(new ConversionExpression(Read(X with { Type = IrType.Int32 }), IrType.Double)));

    [Fact]
    public void AssignmentOfAnotherType_IsFound() => Finds("int where double is wanted", new AssignStatement(Read(X), Read(N)), new ReturnStatement(Zero));

    [Fact]
    public void OperandOfAnotherType_IsFound() => Finds("int where double is wanted", new ReturnStatement(Read(X) * Read(N)));

    [Fact]
    public void IndexThatIsNoInteger_IsFound() => Finds("an index that is no integer", new ReturnStatement(new ElementExpression(Read(A), [Read(X)], IrType.Double)));

    [Fact]
    public void StoreIntoReadOnlyMemory_IsFound() => Finds("a store into read-only memory", Loop(new AssignStatement(At(A), Zero)), new ReturnStatement(Zero));

    [Fact]
    public void AssignmentToTheCounter_IsFound() => Finds("an assignment to the loop counter i#11", Loop(new AssignStatement(Read(I), ConstantExpression.Integer(0))), new ReturnStatement(Zero));

    [Fact]
    public void ConditionThatIsNoBoolean_IsFound() => Finds("a condition that is not bool", new IfStatement(Read(N), default, default), new ReturnStatement(Zero));

    [Fact]
    public void ReturnOfAnotherType_IsFound() => Finds("int where double is wanted", new ReturnStatement(Read(N)));

    [Fact]
    public void ReturnBeforeTheReverseSweep_IsFound() => Finds("statements behind a return", new ReturnStatement(Zero), new AssignStatement(Read(X), Zero));

    [Fact]
    public void RecordThatNobodyTakes_IsFound() => Finds("loop(double) stays on the Records stack", Loop(new PushStatement(Read(X))), new ReturnStatement(Zero));

    [Fact]
    public void RecordThatNobodyMade_IsFound() => Finds("double is taken off the Records stack", new AssignStatement(Read(X), new PopExpression(IrType.Double)), new ReturnStatement(Zero));

    // First on, last off: the other order would hand each reader the other's value.
    [Fact]
    public void RecordsTakenInTheOrderTheyWereMade_AreFound() => Finds(
        "is taken off the Records stack, which does not hold it",
        new PushStatement(Read(X)),
        new PushStatement(Read(N)),
        new AssignStatement(Read(X), new PopExpression(IrType.Double)),
        new AssignStatement(Read(N), new PopExpression(IrType.Int32)),
        new ReturnStatement(Zero));

    [Fact]
    public void ArrayOfALoopThatIsNotGivenBack_IsFound() => Finds(
        "a loop leaves the Arrays stack different from how it found it",
        Loop(new TakeStatement(Memory, Read(N), Cleared: true, ScratchStack.Arrays)),
        new ReturnStatement(Zero));

    private static void Finds(string problem, params IrStatement[] body) => Assert.Contains(Problems(body), found => found.Contains(problem, StringComparison.Ordinal));

    private static IReadOnlyList<string> Problems(params IrStatement[] body) => IrVerifier.Verify(body.ToEquatableArray(), [X, N, A], IrType.Double);

    private static LocalExpression Read(IrLocal local) => new(local);

    private static ElementExpression At(IrLocal array) => new(Read(array), [Read(I)], IrType.Double);

    private static CountedLoopStatement Loop(params IrStatement[] body) =>
        new(I, ConstantExpression.Integer(0), BinaryOperator.Less, Read(N), 1, body.ToEquatableArray());
}
