namespace Micrograd.Generators.Ir;

/// <summary>
/// A method that is called through its pair: <c>Forward</c> computes and records on the shared scratch stack, <c>Reverse</c> takes
/// the records off it again. Nesting costs nothing extra, and recursion works.
/// </summary>
/// <param name="Key">Tells methods apart.</param>
/// <param name="Name">The stem of the names of the pair, unique in its class.</param>
/// <param name="Method">The method itself, as C#.</param>
internal sealed record PairTarget(string Key, string Name, string Method, EquatableArray<PairParameter> Parameters);

/// <summary>
/// <paramref name="HasDerivative"/>: the pair has a derivative parameter for this one. <paramref name="IsWritten"/>: the method may
/// store into the array or span it is given.
/// </summary>
internal sealed record PairParameter(IrType Type, bool HasDerivative, bool IsWritten = false);

/// <summary>A call through a pair; stands only as the whole value of a declaration or an assignment to a local, or in a <see cref="CallStatement"/>.</summary>
internal sealed record PairCallExpression(PairTarget Target, EquatableArray<IrExpression> Arguments, IrType Type) : IrExpression(Type)
{
    public override EquatableArray<IrExpression> Operands => Arguments;

    public IEnumerable<IrExpression> DifferentiatedArguments => Arguments.Where((_, i) => Target.Parameters[i].HasDerivative);

    public IEnumerable<IrExpression> WrittenArguments => Arguments.Where((_, i) => Target.Parameters[i].IsWritten);
}

/// <summary>A call for what it stores.</summary>
internal sealed record CallStatement(PairCallExpression Call) : IrStatement;

/// <summary>A method whose pair is generated beside the marked method that needs it, lowered by itself.</summary>
internal sealed record PairedMethod(PairTarget Target, MethodIr Method);
