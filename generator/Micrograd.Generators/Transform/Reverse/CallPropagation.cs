using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>The adjoint of a call with a derivative of its own: its backward method is called with the arguments of the forward sweep.</summary>
internal sealed class CallPropagation(ReverseContext context, Adjoints adjoints, ReverseValues values)
{
    public void Propagate(
        DerivativeCallExpression call, IrExpression adjoint, Step step, List<IrStatement> output, Action<IrExpression, IrExpression, Step, List<IrStatement>> propagate)
    {
        var arguments = new BackwardArguments(context, adjoints, values, step, output);
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            arguments.AddGiven(call.Arguments[i], call.Target.Parameters[i].Type);
        }

        arguments.AddUpstream(adjoint);
        foreach (IrExpression argument in call.DifferentiatedArguments)
        {
            arguments.AddDerivative(argument);
        }

        arguments.Call(call.Target.Backward, propagate);
    }
}
