namespace Micrograd;

/// <summary>a + b.</summary>
internal sealed class AddOperation() : Operation("+")
{
    internal override void Backward(Value node)
    {
        Value a = node.First!;
        Value b = node.Second!;
        if (!a.IsConstant)
        {
            a.Grad += node.Grad;
        }

        if (!b.IsConstant)
        {
            b.Grad += node.Grad;
        }
    }
}

/// <summary>a − b.</summary>
internal sealed class SubtractOperation() : Operation("-")
{
    internal override void Backward(Value node)
    {
        Value a = node.First!;
        Value b = node.Second!;
        if (!a.IsConstant)
        {
            a.Grad += node.Grad;
        }

        if (!b.IsConstant)
        {
            b.Grad -= node.Grad;
        }
    }
}

/// <summary>a · b. Not a strong zero: 0 · ∞ is NaN, as in IEEE arithmetic.</summary>
internal sealed class MultiplyOperation() : Operation("*")
{
    internal override void Backward(Value node)
    {
        double upstream = node.Grad;
        Value a = node.First!;
        Value b = node.Second!;
        if (!a.IsConstant)
        {
            a.Grad += upstream * b.Data;
        }

        if (!b.IsConstant)
        {
            b.Grad += upstream * a.Data;
        }
    }
}

/// <summary>a / b: ∂a = 1/b, ∂b = −(a/b)/b. A strong zero.</summary>
internal sealed class DivideOperation() : Operation("/")
{
    internal override void Backward(Value node)
    {
        double upstream = node.Grad;
        if (upstream == 0)
        {
            return;
        }

        Value a = node.First!;
        Value b = node.Second!;
        if (!a.IsConstant)
        {
            a.Grad += upstream / b.Data;
        }

        if (!b.IsConstant)
        {
            // Not a/b²: b² overflows for b = 1e200.
            b.Grad -= upstream * (node.Data / b.Data);
        }
    }
}

/// <summary>−x.</summary>
internal sealed class NegateOperation() : Operation("neg")
{
    internal override void Backward(Value node) => node.First!.Grad -= node.Grad;
}
