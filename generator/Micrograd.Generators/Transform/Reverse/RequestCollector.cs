using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>An expression whose value at a step the reverse sweep wants.</summary>
internal sealed record ExpressionRequest(Step Step, IrExpression Expression, bool Late)
{
    public bool Equals(ExpressionRequest? other) => other is not null && Step == other.Step && Expression.Equals(other.Expression);

    public override int GetHashCode() => unchecked((Expression.GetHashCode() * 31) + Step.Order);
}

/// <summary>A read of an element in the reverse sweep: the memory, the step whose reversal reads it, and whether the element is a row.</summary>
internal sealed record ElementRead(int Class, Step Step, bool IsRow);

/// <summary>Writes down what a reverse sweep asks for; the statements of that sweep are thrown away.</summary>
internal sealed class RequestCollector(ReverseContext context, IReadOnlyCollection<Step> restored) : ReverseValues
{
    private readonly HashSet<ValueVersion> _versions = [];
    private readonly HashSet<ExpressionRequest> _expressions = [];
    private readonly HashSet<ElementRead> _elementReads = [];

    public List<ExpressionRequest> Expressions { get; } = [];

    public List<ValueVersion> Versions { get; } = [];

    /// <summary>Reads of array elements in the reverse sweep.</summary>
    public List<ElementRead> ElementReads { get; } = [];

    public bool IsRequested(ValueVersion version) => _versions.Contains(version);

    public override IrExpression Before(IrExpression expression, Step step, bool late = false)
    {
        switch (expression)
        {
            case ConstantExpression:
                break;
            case LocalExpression local:
                Request(local.Local, step);
                break;
            case LengthExpression:
                RequestOperands(expression, step, late);
                break;
            case ElementExpression element when IsStoredBy(element, step):
                // The place that the step stores to, not a value.
                RequestOperands(expression, step, late);
                break;
            case ElementExpression element when !context.IsUnstable(element) && !context.IsWrittenByCall(element, step) && !context.FindsPlace(element, step) && (!late || !context.IsStoredBehind(element, step)):
                Request(new ElementRead(context.ClassOf(element), step, element.Type.IsView));
                RequestOperands(expression, step, late);
                break;
            default:
                var request = new ExpressionRequest(step, expression, late);
                if (_expressions.Add(request))
                {
                    Expressions.Add(request);
                }

                break;
        }

        return expression;
    }

    private bool IsStoredBy(ElementExpression element, Step step) =>
        step.Statement is AssignStatement { Target: var target } && target.Equals(element) && context.IsUnstable(element);

    public override IrExpression After(IrLocal local, Step step)
    {
        Request(context.Versions.After(step, local));
        return new LocalExpression(local);
    }

    public override IrExpression Memory(IrExpression view, Step step)
    {
        Request(new ElementRead(context.ClassOf(view), step, IsRow: false));
        return Before(view, step);
    }

    public override IrExpression? Overwritten(Step store) => restored.Contains(store) ? ((AssignStatement)store.Statement).Target : null;

    public override void Attempt(Action write, List<IrStatement> output)
    {
        int before = output.Count, versions = Versions.Count, expressions = Expressions.Count, reads = ElementReads.Count;
        write();
        if (output.Count == before)
        {
            TakeBack(Versions, _versions, versions);
            TakeBack(Expressions, _expressions, expressions);
            TakeBack(ElementReads, _elementReads, reads);
        }
    }

    public override void EnterBlock(Region region, List<IrStatement> output)
    {
    }

    /// <summary>Notes everything an expression reads, when it has been decided to evaluate it again.</summary>
    public void RequestLeaves(IrExpression expression, Step step, bool late)
    {
        if (expression is ConstantExpression or LocalExpression or LengthExpression or ElementExpression)
        {
            Before(expression, step, late);
        }
        else
        {
            foreach (IrExpression operand in expression.Operands)
            {
                RequestLeaves(operand, step, late);
            }
        }
    }

    public void Request(ValueVersion version)
    {
        if (_versions.Add(version))
        {
            Versions.Add(version);
        }
    }

    private void Request(ElementRead read)
    {
        if (_elementReads.Add(read))
        {
            ElementReads.Add(read);
        }
    }

    private static void TakeBack<T>(List<T> requests, HashSet<T> known, int count)
    {
        known.ExceptWith(requests.Skip(count));
        requests.RemoveRange(count, requests.Count - count);
    }

    private void Request(IrLocal local, Step step)
    {
        if (!context.Counters.Contains(local.Id))
        {
            Request(context.Versions.Before(step, local));
        }
    }

    private void RequestOperands(IrExpression expression, Step step, bool late)
    {
        foreach (IrExpression operand in expression.Operands)
        {
            Before(operand, step, late);
        }
    }
}
