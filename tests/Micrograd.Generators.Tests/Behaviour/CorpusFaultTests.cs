using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>
/// Every function of the corpus at arguments nobody thought of: arrays that are empty or too short, counts of nothing, numbers that are
/// none. Whatever the method itself does there, its gradient does: the same value bit by bit or the same exception, the same contents
/// of the caller's arrays, and no scratch memory kept.
/// </summary>
public class CorpusFaultTests
{
    private static readonly double[] Numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -0.0, double.MaxValue];

    // What ends a while loop may be a number that never comes: the method itself would run forever.
    private static readonly Lazy<HashSet<string>> LazyEndless = new(static () =>
    [
        .. SampleCorpus.Sources.SelectMany(static s => ProbeCompilation.Parse(s.Text, s.Path).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            .Where(static m => m.DescendantNodes().Any(static n => n is WhileStatementSyntax or DoStatementSyntax))
            .Select(static m => m.Identifier.Text),
    ]);

    public static TheoryData<string> Names => [.. SampleCorpus.Samples.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void UnexpectedArguments_DoWhatTheMethodDoes(string name)
    {
        Sample sample = SampleCorpus.Samples[name];
        ProbedMethod method = SampleCorpus.Compile(sample, GeneratorSwitches.All[0]);
        object[] good = method.Arguments(sample.Points[0].Arguments);
        if (Outcome.Of(method, good, static (m, a) => m.Call(a)).Value is not (null or IConvertible))
        {
            // A struct or an array has an upstream of its own shape; StructSignatures are tried by the matrix.
            return;
        }

        Outcome before = Outcome.Of(method, good, static (m, a) => m.Backward(a, 1.0, m.ZeroDerivatives(a)));
        foreach (object[] arguments in Spoiled(method, good, isEndless: LazyEndless.Value.Contains(name)))
        {
            Outcome.AssertSameInGradient(name, method, arguments);
        }

        Outcome.AssertSame(name, good, before, Outcome.Of(method, good, static (m, a) => m.Backward(a, 1.0, m.ZeroDerivatives(a))));
    }

    private static IEnumerable<object[]> Spoiled(ProbedMethod method, object[] good, bool isEndless)
    {
        // A struct crosses as an array of its numbers, and has as many as it has.
        foreach (int i in Enumerable.Range(0, good.Length).Where(i => method.Parameters[i].Shape is null))
        {
            foreach (object other in Others(good[i], isEndless ? [] : Numbers))
            {
                object[] arguments = [.. good];
                arguments[i] = other;
                yield return arguments;
            }
        }
    }

    private static IEnumerable<object> Others(object given, double[] numbers) => given switch
    {
        double[] { Length: > 0 } array => [.. new[] { 0, 1, array.Length - 1 }.Select(n => array[..n]), .. numbers.Select(x => (double[])[x, .. array[1..]])],
        float[] { Length: > 0 } array => new[] { 0, 1, array.Length - 1 }.Select(n => (object)array[..n]),
        int[] { Length: > 0 } array => new[] { 0, 1, array.Length - 1 }.Select(n => (object)array[..n]),
        double => numbers.Cast<object>(),
        float => numbers.Select(static x => (object)(float)x),
        int => [0, 1],
        _ => [],
    };
}
