using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>What gives a call its derivative: a hand-written rule, or the <c>FBackward</c> that was generated where the method was compiled.</summary>
/// <param name="Method">Takes the method's arguments, the adjoint of its result and the derivatives, and adds.</param>
/// <param name="Derivatives">For each argument, the instance first: whether it has a derivative parameter.</param>
/// <param name="IsGenerated">It stands beside the method, and is called as that is: on its instance.</param>
internal sealed record BackwardMethod(IMethodSymbol Method, ImmutableArray<bool> Derivatives, bool IsGenerated)
{
    /// <summary>The method was compiled with a pair, whose second half <see cref="Method"/> is: it takes what the pair takes.</summary>
    public GeneratedPair? Pair { get; init; }
}

/// <summary>
/// The <c>FBackward</c> of marked methods of other assemblies, for those without a pair. It computes the value once more, and
/// otherwise does what a hand-written rule does.
/// </summary>
internal static class GeneratedBackwards
{
    public static BackwardMethod OfRule(IMethodSymbol method, IMethodSymbol rule)
    {
        IParameterSymbol[] arguments = [.. rule.OriginalDefinition.Parameters.Take(method.Parameters.Length + (method.IsStatic ? 0 : 1))];
        return new BackwardMethod(rule, [.. arguments.Select(static p => !CallResolution.IsNoDiff(p))], IsGenerated: false);
    }

    public static BackwardMethod OfPair(IMethodSymbol method, GeneratedPair pair) =>
        new(pair.Reverse, [.. method.IsStatic ? [] : new[] { false }, .. method.Parameters.Select(DerivativeCalls.Carries)], IsGenerated: true) { Pair = pair };

    /// <summary>Null for a method that brings none, or one that cannot be called here.</summary>
    public static BackwardMethod? Find(IMethodSymbol method, LoweringScope scope) =>
        method.IsWrittenIn(scope.Compilation) || !CallResolution.IsDifferentiable(method.OriginalDefinition) ? null
        : method.ContainingType.GetMembers(method.Name + "Backward").OfType<IMethodSymbol>()
            .Where(backward => backward.IsStatic == method.IsStatic && backward.Arity == method.Arity && GeneratedMembers.IsGenerated(backward) && scope.CanName(backward))
            .Select(backward => Match(method, method.IsGenericMethod ? backward.Construct([.. method.TypeArguments]) : backward))
            .FirstOrDefault(static found => found is not null);

    private static BackwardMethod? Match(IMethodSymbol method, IMethodSymbol backward)
    {
        int given = method.Parameters.Length;
        bool hasUpstream = TypeMapping.Map(method.ReturnType).IsDifferentiable;
        int next = given + (hasUpstream ? 1 : 0);
        bool fits = backward.Parameters.Length > next
            && TypeMapping.Map(method.ReturnType) is not ArrayType { IsDifferentiable: true }
            // The derivatives of memory in a struct are no struct here.
            && !method.Parameters.Any(static p => DerivativeCalls.Carries(p) && p.Type is INamedTypeSymbol { TypeKind: TypeKind.Struct } type && !type.IsSpan() && TypeMapping.Map(type) is StructType { HoldsMemory: true })
            && method.Parameters.Select((p, i) => Same(p.Type, backward.Parameters[i].Type) && p.RefKind == backward.Parameters[i].RefKind).All(static same => same)
            && (!hasUpstream || Same(backward.Parameters[given].Type, method.ReturnType));
        if (!fits)
        {
            return null;
        }

        // One for each differentiated parameter, in order; WithRespectTo may have left some out.
        List<bool> derivatives = method.IsStatic ? [] : [false];
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            bool has = DerivativeCalls.Carries(parameter) && next < backward.Parameters.Length && IsDerivativeOf(backward.Parameters[next].Name, parameter.Name);
            derivatives.Add(has);
            next += has ? 1 : 0;
        }

        return next == backward.Parameters.Length ? new BackwardMethod(backward, [.. derivatives], IsGenerated: true) : null;
    }

    /// <summary>dX, with underscores behind it where that name was taken.</summary>
    public static bool IsDerivativeOf(string name, string parameter)
    {
        string plain = Identifier.Prefixed("d", parameter);
        return name.StartsWith(plain, StringComparison.Ordinal) && name.Substring(plain.Length).All(static c => c == '_');
    }

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
