using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Tests.Lowering;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Tests.Transform;

/// <summary>The reverse sweep may use a value only if a record was planned for it: the generator's own check, asked with no plan at all.</summary>
public class PlannedValuesTests
{
    private readonly List<IrStatement> _output = [];
    private readonly ReverseContext _context = new(LoweringProbe.Lower("public static double f(double x) { double y = x * x; return y * x; }").Normalized);
    private readonly PlannedValues _values;

    public PlannedValuesTests() => _values = new PlannedValues(_context, new RecordPlan());

    [Fact]
    public void ValueWithoutRecord_IsRefused() => Assert.Throws<InvalidOperationException>(Use);

    [Fact]
    public void AttemptThatWritesNothing_MayAskForIt() => _values.Attempt(Use, _output);

    [Fact]
    public void AttemptThatWritesSomething_MayNot() => Assert.Throws<InvalidOperationException>(() => _values.Attempt(UseAndWrite, _output));

    // What the inner attempts wrote stands in the text of the outer one.
    [Fact]
    public void OuterAttempt_AnswersForThoseWithinIt()
    {
        _values.Attempt(() => _values.Attempt(Use, _output), _output);
        Assert.Throws<InvalidOperationException>(() => _values.Attempt(() => _values.Attempt(UseAndWrite, _output), _output));
    }

    [Fact]
    public void AfterAnAttempt_TheSameHolds()
    {
        _values.Attempt(Use, _output);
        Assert.Throws<InvalidOperationException>(Use);
        Assert.Throws<InvalidOperationException>(() => _values.Attempt(UseAndWrite, _output));
    }

    private void Use()
    {
        Step first = _context.Top.AllSteps().First();
        _values.After(first.Statement.DefinedLocal()!, first);
    }

    private void UseAndWrite()
    {
        Use();
        _output.Add(new CommentStatement("written"));
    }
}
