using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// Where the reverse sweep asks for values of the forward sweep. It is written twice: once to learn what it asks for
/// (<see cref="RequestCollector"/>), and, when it has been decided how each value is kept, once for good (<see cref="PlannedValues"/>).
/// </summary>
internal abstract class ReverseValues
{
    /// <summary>
    /// The value an expression of a step had just before the step. <paramref name="late"/> says that it is evaluated at the
    /// start of a reversed block, or before the reversed blocks of its step: when arrays hold what they held behind them.
    /// </summary>
    public abstract IrExpression Before(IrExpression expression, Step step, bool late = false);

    /// <summary>The value of a local just behind a step.</summary>
    public abstract IrExpression After(IrLocal local, Step step);

    /// <summary>The value of an operation that the step evaluates: of the local it was stored to, if it was.</summary>
    public IrExpression Result(IrExpression operation, Step step) =>
        step.Statement.DefinedLocal() is { } local && step.Statement.StoredValue() is { } value && value.Equals(operation)
            ? After(local, step)
            : Before(operation, step);

    /// <summary>An array or view as a whole, whose elements the reversal of the step reads as they were before it.</summary>
    public virtual IrExpression Memory(IrExpression view, Step step) => Before(view, step);

    /// <summary>The old value of an element that the step overwrites, if it must be brought back.</summary>
    public abstract IrExpression? Overwritten(Step store);

    /// <summary>Writes something. Where nothing comes of it, what was asked for on the way is not needed.</summary>
    public virtual void Attempt(Action write, List<IrStatement> output) => write();

    /// <summary>What a block needs before its steps are reversed: recorded values and recomputed ones.</summary>
    public abstract void EnterBlock(Region region, List<IrStatement> output);

    /// <summary>Gives back, at the end of a reversed block, what <see cref="EnterBlock"/> took.</summary>
    public virtual void LeaveBlock(Region region, List<IrStatement> output)
    {
    }
}
