namespace Micrograd.Tests.Tape;

public sealed class OperationTests
{
    public static TheoryData<string> Names => [.. OperationCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void RandomPoints_ValueIsTheLibrarysAndGradientThatOfCentralDifferences(string name)
    {
        OperationCase c = OperationCases.All.Single(c => c.Name == name);
        Random random = new(17);
        for (int trial = 0; trial < 5; trial++)
        {
            double[] x = [.. c.Domain.Select(d => d.From + (random.NextDouble() * (d.To - d.From)))];
            double exact = (c.Exact ?? c.Smooth)(x);
            Check(c.Form, c, x, exact);
            Check(c.Instance, c, x, exact);
        }
    }

    private static void Check(Func<Value[], Value> form, OperationCase c, double[] x, double exact)
    {
        Value[] inputs = [.. x.Select(number => new Value(number))];
        Value y = form(inputs);
        Assert.Equal(BitConverter.DoubleToInt64Bits(exact), BitConverter.DoubleToInt64Bits(y.Data));
        y.Backward();
        for (int i = 0; i < x.Length; i++)
        {
            double[] moved = [.. x];
            double h = 1e-4 * Math.Max(1, Math.Abs(x[i]));

            // Fourth order: error near h⁴ · f⁽⁵⁾, so 1e-8 is safe for these functions.
            double At(double offset)
            {
                moved[i] = x[i] + offset;
                return c.Smooth(moved);
            }

            double expected = ((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / (12 * h);
            Assert.True(
                Math.Abs(expected - inputs[i].Grad) <= 1e-8 * Math.Max(1, Math.Abs(expected)),
                $"{c.Name}, operand {i} at {x[i]:R}: {inputs[i].Grad:R}, expected {expected:R}");
        }
    }

    // Each operation must say what it is in a drawn graph, and what it came from.
    [Theory]
    [MemberData(nameof(Names))]
    public void Node_KnowsItsOperandsAndName(string name)
    {
        OperationCase c = OperationCases.All.Single(c => c.Name == name);
        Value[] inputs = [.. c.Domain.Select(d => new Value(d.From))];
        Value y = c.Form(inputs);
        Assert.NotEmpty(y.Operation);
        Assert.All(inputs, input => Assert.Contains(input, y.Operands));
    }
}
