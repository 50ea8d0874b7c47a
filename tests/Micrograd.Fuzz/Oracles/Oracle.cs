using System.Collections.Immutable;
using Micrograd.Fuzz.Running;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Fuzz.Oracles;

/// <summary>One way to find a program's derivative wrong. Another mode of differentiation is another oracle in <see cref="All"/>.</summary>
internal abstract class Oracle
{
    public static IReadOnlyList<Oracle> All { get; } = For(Variant.All);

    public abstract string Name { get; }

    public static IReadOnlyList<Oracle> For(IReadOnlyList<Variant> variants) =>
    [
        .. variants.Select(static v => new VariantOracle(v)),
        .. variants.Skip(1).Select(static v => new AgreementOracle(v)),
        new DifferenceOracle(),
    ];

    /// <summary>What is wrong at the point, in one line; null where nothing is.</summary>
    public abstract string? Judge(CompiledProgram program, ImmutableArray<object> point);

    /// <summary>What the method itself throws at the point; null where it returns.</summary>
    protected static Type? Thrown(ProbedMethod method, ImmutableArray<object> point) => Thrown(() => method.Call(method.Arguments(point)));

    protected static Type? Thrown(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.GetType();
        }
    }
}
