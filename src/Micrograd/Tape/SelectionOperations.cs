namespace Micrograd;

/// <summary>Returns one of two operands: <c>Max</c>, <c>Min</c> and their like. The result tells which one it was.</summary>
/// <remarks>
/// The adjoint goes to the operand selected. On a tie of two varied operands each gets half; on a tie with a constant the constant is
/// the one selected, so that <c>Max(0, x)</c> has derivative 0 at 0. A NaN result came from the operand that is NaN, the first if both.
/// A selection selects: it never multiplies by 0.
/// </remarks>
internal sealed class SelectionOperation(string name) : Operation(name)
{
    internal override void Backward(Value node) => Select(node.First!, node.Second!, node.Data, node.Grad);

    private static void Select(Value a, Value b, double result, double upstream)
    {
        bool first = double.IsNaN(result) ? double.IsNaN(a.Data) : result == a.Data;
        bool tie = first && result == b.Data;
        if (tie)
        {
            SelectOnTie(a, b, upstream);
        }
        else
        {
            Value selected = first ? a : b;
            if (!selected.IsConstant)
            {
                selected.Grad += upstream;
            }
        }
    }

    private static void SelectOnTie(Value a, Value b, double upstream)
    {
        if (!a.IsConstant && !b.IsConstant)
        {
            a.Grad += 0.5 * upstream;
            b.Grad += 0.5 * upstream;
        }
    }
}

/// <summary><c>Min(Max(x, low), high)</c> in one node, with the ties of both.</summary>
internal sealed class ClampOperation(string name) : Operation(name)
{
    internal override void Backward(Value node)
    {
        Value x = node.First!;
        Value low = node.Second!;
        Value high = node.Third!;
        double raised = x.Data < low.Data ? low.Data : x.Data;
        bool raisedVaries = !x.IsConstant || !low.IsConstant;
        double upstream = node.Grad;

        // Min(raised, high). Comparisons with NaN fail: Clamp then passes x on, and so does its derivative.
        double share = Share(raised > high.Data, raised == high.Data, raisedVaries, !high.IsConstant);
        Add(high, 1.0 - share, upstream);

        // Max(x, low).
        double shareOfX = Share(x.Data < low.Data, x.Data == low.Data, !x.IsConstant, !low.IsConstant);
        Add(x, share * shareOfX, upstream);
        Add(low, share * (1.0 - shareOfX), upstream);
    }

    /// <summary>The first operand's part of the adjoint: 0, ½ or 1.</summary>
    private static double Share(bool second, bool tie, bool firstVaries, bool secondVaries)
    {
        if (tie)
        {
            return firstVaries && secondVaries ? 0.5 : firstVaries ? 0.0 : 1.0;
        }

        return second ? 0.0 : 1.0;
    }

    private static void Add(Value operand, double share, double upstream)
    {
        if (share != 0 && !operand.IsConstant)
        {
            operand.Grad += share * upstream;
        }
    }
}

/// <summary>|x|, with derivative 0 at 0.</summary>
internal sealed class AbsOperation() : Operation("abs")
{
    internal override void Backward(Value node)
    {
        Value x = node.First!;
        if (x.Data < 0)
        {
            x.Grad -= node.Grad;
        }
        else if (x.Data != 0)
        {
            // Here x > 0, or NaN: then the value is NaN already.
            x.Grad += double.IsNaN(x.Data) ? double.NaN : node.Grad;
        }
    }
}

/// <summary>max(x, 0), with derivative 0 at 0; a NaN operand gets the adjoint.</summary>
internal sealed class ReluOperation() : Operation("ReLU")
{
    internal override void Backward(Value node)
    {
        Value x = node.First!;
        if (!(x.Data <= 0))
        {
            x.Grad += node.Grad;
        }
    }
}

/// <summary>The magnitude of x with the sign of y: sign(x)·sign(y) in x, 0 at x = 0 and in y.</summary>
internal sealed class CopySignOperation() : Operation("copysign")
{
    internal override void Backward(Value node)
    {
        Value x = node.First!;
        double magnitude = x.Data;
        if (x.IsConstant || magnitude == 0)
        {
            return;
        }

        double sign = double.IsNaN(magnitude) ? double.NaN : magnitude > 0 ? 1.0 : -1.0;
        x.Grad += double.IsNegative(node.Second!.Data) ? -sign * node.Grad : sign * node.Grad;
    }
}
