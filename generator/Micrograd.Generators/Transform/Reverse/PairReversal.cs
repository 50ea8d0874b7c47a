using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// A call through a pair: going forward its first half runs and leaves its records on the scratch stack; going back its second
/// half takes them off, adds to the shadows of arrays, and gives the adjoints of the numbers it was passed.
/// </summary>
internal sealed class PairReversal(ReverseContext context, Adjoints adjoints, ReverseValues values)
{
    private readonly AdjointPropagation _propagation = new(context, adjoints, values);

    public static OpaqueExpression Forward(PairCallExpression call)
    {
        IEnumerable<string> holes = call.Arguments.Select(static (_, i) => $"{{{i}}}").Append("{records}");
        return new OpaqueExpression($"{call.Target.Forward}({string.Join(", ", holes)})", call.Arguments, call.Type);
    }

    public void Reverse(PairCallExpression call, Step step, List<IrStatement> output)
    {
        IrExpression? upstream = Upstream(call, step, output);
        var arguments = new BackwardArguments(context, adjoints, values, step, output);
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            arguments.AddGiven(call.Arguments[i], call.Target.Parameters[i].Type);
        }

        if (upstream is not null)
        {
            arguments.AddUpstream(upstream);
        }

        foreach (IrExpression argument in call.DifferentiatedArguments)
        {
            arguments.AddDerivative(argument);
        }

        arguments.AddText("{records}");
        arguments.Call(call.Target.Reverse, _propagation.Propagate);
    }

    // The adjoint of the result, taken before the adjoint of the local it went to begins anew.
    private IrExpression? Upstream(PairCallExpression call, Step step, List<IrStatement> output)
    {
        if (!call.Type.IsFloating)
        {
            return null;
        }

        if (step.Statement.DefinedLocal() is not { } result || !adjoints.IsActive(result))
        {
            return ConstantExpression.Number(0.0, call.Type);
        }

        var adjoint = new LocalExpression(adjoints.Of(result));
        if (step.Statement is DeclareStatement)
        {
            return adjoint;
        }

        IrLocal taken = context.Locals.Create("adjoint", call.Type);
        output.Add(new DeclareStatement(taken, adjoint) { Source = step.Statement.Source });
        output.Add(new AssignStatement(adjoint, ConstantExpression.Number(0.0, call.Type)) { Source = step.Statement.Source });
        return new LocalExpression(taken);
    }
}
