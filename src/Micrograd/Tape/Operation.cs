namespace Micrograd;

/// <summary>What a node does: its name and its derivative. One shared object for each operation, so that a node needs no closure.</summary>
internal abstract class Operation(string name)
{
    /// <summary>The name that a drawn graph shows.</summary>
    internal string Name { get; } = name;

    /// <summary>Adds to every varied operand of <paramref name="node"/> the node's adjoint times the partial derivative.</summary>
    /// <param name="node">A node of this operation, at least one of whose operands is varied.</param>
    internal abstract void Backward(Value node);
}

/// <summary>A function of one operand.</summary>
/// <param name="name">The name that a drawn graph shows.</param>
/// <param name="partial">The derivative, of the operand x and the result y.</param>
/// <param name="strongZero">Whether an adjoint of 0 contributes 0 even against an infinite partial.</param>
internal sealed class UnaryOperation(string name, Func<double, double, double> partial, bool strongZero = false) : Operation(name)
{
    internal override void Backward(Value node)
    {
        double upstream = node.Grad;
        if (strongZero && upstream == 0)
        {
            return;
        }

        Value x = node.First!;
        x.Grad += upstream * partial(x.Data, node.Data);
    }
}

/// <summary>A function of two operands.</summary>
/// <param name="name">The name that a drawn graph shows.</param>
/// <param name="partialA">The derivative in the first, of both operands and the result.</param>
/// <param name="partialB">The derivative in the second, of both operands and the result. Not evaluated where that is constant.</param>
/// <param name="strongZero">Whether an adjoint of 0 contributes 0 even against an infinite partial.</param>
internal sealed class BinaryOperation(
    string name,
    Func<double, double, double, double> partialA,
    Func<double, double, double, double> partialB,
    bool strongZero = false) : Operation(name)
{
    internal override void Backward(Value node)
    {
        double upstream = node.Grad;
        if (strongZero && upstream == 0)
        {
            return;
        }

        Value a = node.First!;
        Value b = node.Second!;
        if (!a.IsConstant)
        {
            a.Grad += upstream * partialA(a.Data, b.Data, node.Data);
        }

        if (!b.IsConstant)
        {
            b.Grad += upstream * partialB(a.Data, b.Data, node.Data);
        }
    }
}

/// <summary>A function of three operands, whose partials need no result.</summary>
/// <param name="name">The name that a drawn graph shows.</param>
/// <param name="partialA">The derivative in the first.</param>
/// <param name="partialB">The derivative in the second.</param>
/// <param name="partialC">The derivative in the third.</param>
internal sealed class TernaryOperation(
    string name,
    Func<double, double, double, double> partialA,
    Func<double, double, double, double> partialB,
    Func<double, double, double, double> partialC) : Operation(name)
{
    internal override void Backward(Value node)
    {
        Value a = node.First!;
        Value b = node.Second!;
        Value c = node.Third!;
        Add(a, node.Grad, partialA(a.Data, b.Data, c.Data));
        Add(b, node.Grad, partialB(a.Data, b.Data, c.Data));
        Add(c, node.Grad, partialC(a.Data, b.Data, c.Data));
    }

    private static void Add(Value operand, double upstream, double partial)
    {
        if (!operand.IsConstant)
        {
            operand.Grad += upstream * partial;
        }
    }
}

/// <summary>A function that is constant between its steps: nothing flows back, not even an infinite adjoint. Its result still counts as varied.</summary>
internal sealed class StepOperation(string name) : Operation(name)
{
    internal override void Backward(Value node)
    {
    }
}
