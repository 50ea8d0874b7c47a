using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Optimize;

/// <summary>
/// A loop that only adds multiples of arrays to adjoint arrays, <c>dW[o + i] += dZ * x[i]</c>, becomes calls of vector code that
/// round each product and each sum as the loop does. Adjoints share no memory with what the forward sweep computed, so the
/// statements of such a loop can run one after the other.
/// </summary>
/// <param name="adjoints">The locals that hold adjoints.</param>
/// <param name="scattered">Views whose elements do not lie side by side: a field of every struct of an array.</param>
internal sealed class ScaledAccumulation(IReadOnlyCollection<int> adjoints, IReadOnlyCollection<int> scattered) : IrRewriter
{
    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        if (statement is CountedLoopStatement { Step: 1 or -1 } loop && loop.Body.Count > 0 && Match(loop) is { } calls)
        {
            output.AddRange(calls);
        }
        else
        {
            output.Add(RewriteParts(statement));
        }
    }

    private IEnumerable<IrStatement>? Match(CountedLoopStatement loop)
    {
        Accumulation?[] accumulations = loop.Body.Select(s => Accumulation.Match(s, loop.Counter)).ToArray();
        HashSet<int> targets = [.. accumulations.OfType<Accumulation>().Select(static a => a.Target.Id)];
        if (!accumulations.All(a => a is not null && adjoints.Contains(a.Target.Id) && !adjoints.Contains(a.Source.Id) && IsInvariant(a, loop.Counter, targets) && !scattered.Contains(a.Target.Id) && !scattered.Contains(a.Source.Id)))
        {
            return null;
        }

        (IrExpression first, IrExpression count) = Range(loop);
        IrStatement[] calls = accumulations.Select(a => a!.Call(loop.Counter, first, count)).ToArray();

        // A loop without trips touches nothing; a slice of nothing could still start outside the array, and a factor throw.
        bool isHarmless = count is LengthExpression && accumulations.All(a => a!.StartsAtZero(loop.Counter, first) && CodeEffects.IsHarmless(a.Factor));
        return count is ConstantExpression { Bits: > 0 } || isHarmless
            ? calls
            : [new IfStatement(count.IsGreater(ConstantExpression.Integer(0)), calls.ToEquatableArray(), default) { Source = loop.Source }];
    }

    private static bool IsInvariant(Accumulation accumulation, IrLocal counter, HashSet<int> targets) =>
        !accumulation.Factor.LocalsRead().Any(local => local.Id == counter.Id || targets.Contains(local.Id));

    /// <summary>The smallest counter and the number of trips.</summary>
    private static (IrExpression First, IrExpression Count) Range(CountedLoopStatement loop)
    {
        if (loop.StepsFirst)
        {
            // Of a loop without trips the bounds may be further apart than an int.
            (IrExpression low, IrExpression high) = loop.Step > 0 ? (loop.From, loop.To) : (loop.To, loop.From);
            IrExpression larger = new OpaqueExpression("global::System.Math.Max({0}, {1})", [low, high], IrType.Int32);
            return (loop.Step > 0 ? Integers.Add(low, 1) : low, low is ConstantExpression constant ? Integers.Add(larger, -constant.Bits) : Integers.Subtract(larger, low));
        }

        (IrExpression first, IrExpression last) = loop.Step > 0 ? (loop.From, loop.To) : (loop.To, loop.From);
        bool isStrict = loop.Comparison is BinaryOperator.Less or BinaryOperator.Greater;
        if (loop.Step < 0 && isStrict)
        {
            first = Integers.Add(first, 1);
        }

        IrExpression distance = Integers.Subtract(last, first);
        return (first, loop.Step > 0 && isStrict ? distance : Integers.Add(distance, 1));
    }
}
