using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform;

/// <summary>An array that a method on the tape returns: the root takes each of its nodes times the adjoint, the caller their numbers.</summary>
internal sealed class TapeOutput(IrLocal nodes, ArrayType type, LocalFactory locals)
{
    private readonly TapeShape _shape = new(nodes, locals);

    /// <summary>Checks that the adjoint has the shape of the result, and adds their product to the root of the backward pass.</summary>
    public void Leave(LocalExpression root, IrLocal upstream, List<IrStatement> output)
    {
        output.AddRange(_shape.Checks(new LocalExpression(upstream)));
        output.Add(_shape.ForEach(at => [TapeInput.AddProduct(root, at(nodes), at(upstream))]));
    }

    /// <summary>A new array with the numbers of the nodes.</summary>
    public LocalExpression Numbers(List<IrStatement> output)
    {
        IrLocal numbers = locals.Create("numbers", type);
        output.AddRange(_shape.NewMemory(numbers));
        output.Add(_shape.ForEach(at => [TapeInput.Store(at(nodes), at(numbers))]));
        return new LocalExpression(numbers);
    }
}
