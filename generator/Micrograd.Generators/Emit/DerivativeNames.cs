using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>
/// The names of the parameters that the generator adds: <c>d</c> + the parameter's name with a capital, and <c>upstream</c>.
/// A name that is taken gets a trailing underscore. A function of the signature alone, so that every stage agrees.
/// </summary>
internal sealed class DerivativeNames
{
    private readonly string?[] _shadows;

    public DerivativeNames(MethodSignature signature)
    {
        HashSet<string> taken = [.. signature.Parameters.Where(static parameter => parameter.State is null).Select(static parameter => parameter.Local.Name), .. signature.TakenNames];
        Upstream = Free("upstream", taken);
        _shadows = new string?[signature.Parameters.Count];
        for (int i = 0; i < _shadows.Length; i++)
        {
            IrParameter parameter = signature.Parameters[i];
            if (parameter is { Role: ParameterRole.Independent, State: null })
            {
                _shadows[i] = Free(Identifier.Prefixed("d", parameter.Local.Name), taken);
            }
        }

        Gradient = Free("gradient", taken);
        Values = Free("values", taken);
    }

    /// <summary>The parameter that holds the derivatives with respect to the [Parameter] members.</summary>
    public string Gradient { get; }

    /// <summary>The parameter that holds the [Parameter] members on the tape.</summary>
    public string Values { get; }

    /// <summary>The parameter that carries the adjoint of the result.</summary>
    public string Upstream { get; }

    /// <summary>The derivative parameter of the parameter at an index; null if it has none.</summary>
    public string? Shadow(int parameter) => _shadows[parameter];

    private static string Free(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
