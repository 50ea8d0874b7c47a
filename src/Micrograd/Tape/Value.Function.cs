using System.ComponentModel;

namespace Micrograd;

/// <summary>The derivative of a function on the tape: adds <paramref name="upstream"/> times each partial derivative.</summary>
/// <typeparam name="TArguments">The function's arguments: one value, or a tuple.</typeparam>
/// <param name="arguments">The arguments that the function was called with.</param>
/// <param name="upstream">The adjoint of the function's result.</param>
/// <param name="gradient">One number for each operand, in order; add to it.</param>
public delegate void FunctionBackward<in TArguments>(TArguments arguments, double upstream, Span<double> gradient);

/// <content>Functions that bring their own derivative.</content>
public sealed partial class Value
{
    /// <summary>Makes a node for a function with a derivative of its own, such as a <see cref="DerivativeOfAttribute"/> rule.</summary>
    /// <typeparam name="TArguments">The function's arguments: one value, or a tuple.</typeparam>
    /// <param name="operation">The name that a drawn graph shows.</param>
    /// <param name="data">The function's value.</param>
    /// <param name="operands">What it was computed from.</param>
    /// <param name="arguments">What <paramref name="backward"/> is given: the arguments as they are now.</param>
    /// <param name="backward">Its derivative, called once by each <see cref="Backward"/> that reaches the node.</param>
    /// <returns>The node; constant if all operands are.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="operation"/>, an operand or <paramref name="backward"/> is null.</exception>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public static Value Function<TArguments>(string operation, double data, ReadOnlySpan<Value> operands, TArguments arguments, FunctionBackward<TArguments> backward)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(backward);
        Value? chain = null;
        for (int i = operands.Length - 1; i >= 0; i--)
        {
            Value operand = operands[i] ?? throw new ArgumentNullException(nameof(operands), $"Operand {i} is null.");
            chain = chain is null ? new Value(operand.Data, FunctionOperation.Link, operand) : new Value(operand.Data, FunctionOperation.Link, operand, chain);
        }

        return chain is null ? data : new Value(data, new FunctionOperation<TArguments>(operation, operands.ToArray(), arguments, backward), chain);
    }
}

/// <summary>A function with a derivative of its own. Its node reaches its operands through a chain of links, which do nothing.</summary>
internal abstract class FunctionOperation(string name, Value[] operands) : Operation(name)
{
    /// <summary>The operation of the links.</summary>
    internal static Operation Link { get; } = new LinkOperation();

    internal Value[] Operands { get; } = operands;

    private sealed class LinkOperation() : Operation("")
    {
        internal override void Backward(Value node)
        {
        }
    }
}

internal sealed class FunctionOperation<TArguments>(string name, Value[] operands, TArguments arguments, FunctionBackward<TArguments> backward)
    : FunctionOperation(name, operands)
{
    internal override void Backward(Value node)
    {
        Span<double> gradient = Operands.Length <= 16 ? stackalloc double[Operands.Length] : new double[Operands.Length];
        gradient.Clear();
        backward(arguments, node.Grad, gradient);
        for (int i = 0; i < Operands.Length; i++)
        {
            if (!Operands[i].IsConstant)
            {
                Operands[i].Grad += gradient[i];
            }
        }
    }
}
