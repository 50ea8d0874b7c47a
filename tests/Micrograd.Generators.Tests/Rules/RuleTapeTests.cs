using System.Reflection;
using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Tests.Rules;

/// <summary>The tape knows every row of the table, and differentiates it in the same way: generated overloads call it by name.</summary>
public class RuleTapeTests
{
    private static readonly Dictionary<string, string> OperatorNames = new()
    {
        ["operator +x"] = "op_UnaryPlus",
        ["operator -x"] = "op_UnaryNegation",
        ["operator +"] = "op_Addition",
        ["operator -"] = "op_Subtraction",
        ["operator *"] = "op_Multiply",
        ["operator /"] = "op_Division",
        ["operator %"] = "op_Modulus",
    };

    public static TheoryData<string> Rows => RulePartialTests.DoubleRows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Tape_AgreesWithRow(string key)
    {
        DerivativeRule rule = RuleTable.Find(key)!;
        var probe = new RuleProbe(rule);
        var random = new Random(4711);
        for (int point = 0; point < 20; point++)
        {
            Agrees(rule, probe, RuleDomains.RandomPoint(rule, probe, random));
        }
    }

    // Where there is no derivative, and where one is infinite; each argument varied or constant.
    [Theory]
    [MemberData(nameof(Rows))]
    public void Tape_AgreesWithRow_AtTiesAndZeros(string key)
    {
        DerivativeRule rule = RuleTable.Find(key)!;
        var probe = new RuleProbe(rule);
        foreach (double x in (double[])[-1.0, -0.0, 0.0, 1.0, 2.0, double.NaN, double.PositiveInfinity])
        {
            Agrees(rule, probe, [.. Enumerable.Range(0, rule.Arity).Select(i => Argument(rule, probe, i, x))]);
            if (rule.Arity > 1)
            {
                Agrees(rule, probe, [.. Enumerable.Range(0, rule.Arity).Select(i => Argument(rule, probe, i, i == 0 ? x : 0.0))]);
                Agrees(rule, probe, [.. Enumerable.Range(0, rule.Arity).Select(i => Argument(rule, probe, i, i == 0 ? 0.0 : 2.0))]);
            }
        }
    }

    private static object Argument(DerivativeRule rule, RuleProbe probe, int index, double value) =>
        probe.IsFloating(index) ? value
        : rule.Key.Contains("MidpointRounding", StringComparison.Ordinal) && index == rule.Arity - 1 ? MidpointRounding.ToEven
        : 2;

    private static void Agrees(DerivativeRule rule, RuleProbe probe, object[] arguments)
    {
        int[] floating = [.. Enumerable.Range(0, rule.Arity).Where(probe.IsFloating)];
        for (int mask = 1; mask < 1 << floating.Length; mask++)
        {
            bool[] varied = [.. Enumerable.Range(0, rule.Arity).Select(i => probe.IsFloating(i) && (mask >> Array.IndexOf(floating, i) & 1) != 0)];
            Agrees(rule, probe, arguments, varied);
        }
    }

    private static void Agrees(DerivativeRule rule, RuleProbe probe, object[] arguments, bool[] varied)
    {
        object?[] operands = [.. arguments.Select((a, i) => !probe.IsFloating(i) ? a : varied[i] ? new Value((double)a) : (Value)(double)a)];
        var result = (Value)Method(rule, operands).Invoke(null, operands)!;
        result.Backward();
        for (int i = 0; i < rule.Arity; i++)
        {
            // The sign of NaN is anyone's guess: the tape answers NaN, the row passes the adjoint on.
            bool signOfNaN = rule.TapeMethod is "Abs" or "CopySign" && double.IsNaN((double)arguments[0]);
            if (varied[i] && !ReferenceEquals(result, operands[i]) && !signOfNaN)
            {
                double expected = probe.Contribution(i, arguments, varied: varied);
                double actual = ((Value)operands[i]!).Grad;
                bool same = expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-13 * Math.Max(1.0, Math.Abs(expected));
                Assert.True(same, $"{rule.Key}, argument {i} at ({string.Join(", ", arguments)}), varied: ({string.Join(", ", varied)}): the tape has {actual}, the row {expected}");
            }
        }
    }

    private static MethodInfo Method(DerivativeRule rule, object?[] operands)
    {
        string name = OperatorNames.GetValueOrDefault(rule.Key, rule.TapeMethod);
        return typeof(Value).GetMethod(name, BindingFlags.Public | BindingFlags.Static, [.. operands.Select(o => o!.GetType())])
            ?? throw new MissingMethodException($"Value.{name} for {rule.Key}");
    }
}
