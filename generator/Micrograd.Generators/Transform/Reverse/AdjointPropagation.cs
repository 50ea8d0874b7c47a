using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Takes the adjoint of an expression down to the places it reads, operation by operation, as the rule table says. What the
/// rules need of the forward values is asked of <see cref="ReverseValues"/>, by the expressions as the user wrote them.
/// </summary>
internal sealed class AdjointPropagation(ReverseContext context, Adjoints adjoints, ReverseValues values)
{
    private readonly CallPropagation _calls = new(context, adjoints, values);

    public void Propagate(IrExpression expression, IrExpression adjoint, Step step, List<IrStatement> output)
    {
        if (context.IsVaried(expression))
        {
            values.Attempt(() => Flow(expression, adjoint, step, output), output);
        }
    }

    private void Flow(IrExpression expression, IrExpression adjoint, Step step, List<IrStatement> output)
    {
        switch (expression)
        {
            case LocalExpression or ElementExpression or FieldExpression:
                Accumulate(expression, adjoint, step, output);
                break;
            case ConversionExpression conversion:
                Propagate(conversion.Operand, new ConversionExpression(adjoint, conversion.Operand.Type), step, output);
                break;
            case ConditionalExpression conditional:
                Select(conditional, adjoint, step, output);
                break;
            case SubstitutedExpression substituted:
                Propagate(substituted.Derivative, adjoint, step, output);
                break;
            case DerivativeCallExpression call:
                _calls.Propagate(call, Named(adjoint, step, output), step, output, Propagate);
                break;
            default:
                ApplyRule(expression, adjoint, step, output);
                break;
        }
    }

    /// <summary>An expression that may be written several times for the value of an adjoint: a local.</summary>
    public IrExpression Named(IrExpression adjoint, Step step, List<IrStatement> output)
    {
        if (adjoint is LocalExpression or ConstantExpression)
        {
            return adjoint;
        }

        IrLocal local = context.Locals.Create("adjoint", adjoint.Type);
        output.Add(new DeclareStatement(local, adjoint) { Source = step.Statement.Source });
        return new LocalExpression(local);
    }

    private void Accumulate(IrExpression place, IrExpression adjoint, Step step, List<IrStatement> output)
    {
        IrExpression target = adjoints.Place(place, step, values);
        IrExpression sum = adjoint is UnaryExpression { Operator: UnaryOperator.Negate } negative ? target - negative.Operand : target + adjoint;
        output.Add(new AssignStatement(target, sum) { Source = step.Statement.Source });
    }

    private void Select(ConditionalExpression conditional, IrExpression adjoint, Step step, List<IrStatement> output)
    {
        adjoint = Named(adjoint, step, output);
        var then = new List<IrStatement>();
        var otherwise = new List<IrStatement>();
        Propagate(conditional.WhenTrue, adjoint, step, then);
        Propagate(conditional.WhenFalse, adjoint, step, otherwise);
        if (then.Count + otherwise.Count > 0)
        {
            IrExpression condition = values.Before(conditional.Condition, step);
            output.Add(new IfStatement(condition, then.ToEquatableArray(), otherwise.ToEquatableArray()) { Source = step.Statement.Source });
        }
    }

    private void ApplyRule(IrExpression operation, IrExpression adjoint, Step step, List<IrStatement> output)
    {
        DerivativeRule rule = RuleTable.Find(operation) ?? throw new InvalidOperationException($"No rule for {IrPrinter.Print(operation)}.");
        EquatableArray<IrExpression> operands = operation.Operands;
        var placeholders = new RulePlaceholders(operation);
        var call = new RuleCall(placeholders.Arguments, placeholders.Result, operands.Select(context.IsVaried).ToArray());
        int[] active = Enumerable.Range(0, operands.Count).Where(i => rule.Contributions[i] is not null && context.IsVaried(operands[i])).ToArray();
        if (active.Length == 0)
        {
            return;
        }

        var probe = new LocalExpression(placeholders.Adjoint);
        IrExpression[] contributions = active.Select(i => rule.Contributions[i]!(call, probe)).ToArray();
        int uses = contributions.Sum(c => c.LocalsRead().Count(local => local.Id == placeholders.Adjoint.Id));
        if (uses > 1 || (rule.StrongZero && !contributions.All(placeholders.KeepsZero)))
        {
            adjoint = Named(adjoint, step, output);
        }

        for (int k = 0; k < active.Length; k++)
        {
            IrExpression contribution = contributions[k];
            if (active.Take(k).Any(i => operands[i].Equals(operands[active[k]])))
            {
                continue;
            }

            IrExpression flows = Fill(Guarded(contribution));
            foreach (int same in Enumerable.Range(k + 1, active.Length - k - 1).Where(j => operands[active[j]].Equals(operands[active[k]])))
            {
                // x * x: both contributions go to the same place, as one.
                flows += Fill(Guarded(contributions[same]));
            }

            Propagate(operands[active[k]], flows, step, output);
        }

        IrExpression Guarded(IrExpression contribution) => rule.StrongZero && !placeholders.KeepsZero(contribution)
            ? new ConditionalExpression(probe.IsEqual(ConstantExpression.Number(0.0, adjoint.Type)), ConstantExpression.Number(0.0, contribution.Type), contribution)
            : contribution;

        IrExpression Fill(IrExpression contribution) =>
            placeholders.Fill(contribution, adjoint, operand => values.Before(operand, step), () => values.Result(operation, step));
    }
}
