using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// The pairs of marked methods that were compiled earlier, in another assembly: <c>FForward</c> and <c>FReverse</c> beside <c>F</c>.
/// What such a pair does is known from its signature: it takes a <c>Span</c> where it writes, and a <c>ReadOnlySpan</c> where not.
/// </summary>
internal static class GeneratedPairs
{
    private const string Scope = "Micrograd.ScratchScope";

    /// <summary>The pair of a method, and the method's parameters as the pair has them; null where there is none that can be called here.</summary>
    public static (PairShape Shape, PairTarget Target)? Find(IMethodSymbol method, LoweringScope scope)
    {
        if (!method.DeclaringSyntaxReferences.IsEmpty || !IsCandidate(method) || PairShape.Of(method, changesReceiver: false, state: null) is not { IsPlain: true } shape)
        {
            return null;
        }

        IMethodSymbol? forward = Members(method, "Forward").FirstOrDefault(f => IsForwardOf(f, method));
        IMethodSymbol? reverse = forward is null ? null : Members(method, "Reverse").FirstOrDefault(r => IsReverseOf(r, forward, method));

        // Of two overloads that it would fit nobody knows whose it is.
        bool isUnambiguous = forward is not null && method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Count(other => IsCandidate(other) && IsForwardOf(forward, other)) == 1;
        return reverse is not null && isUnambiguous && IsAccessible(forward!) && IsAccessible(reverse) ? (shape, Target(method, forward!)) : null;

        bool IsAccessible(IMethodSymbol half) => scope.CanName(half);
    }

    private static PairTarget Target(IMethodSymbol method, IMethodSymbol forward)
    {
        string name = DerivativeCalls.NameOf(method);
        IMethodSymbol? tape = DerivativeCalls.TapeOverload(method);
        PairParameter[] parameters = [.. method.Parameters.Select((parameter, i) =>
        {
            IrType type = TypeMapping.Map(forward.Parameters[i].Type);
            bool carries = DerivativeCalls.Carries(parameter);
            return new PairParameter(type, carries, IsWritten: type is SpanType { IsReadOnly: false })
            {
                IsArray = parameter.Type is IArrayTypeSymbol,
                IsConstantOnTape = carries && tape is not null && !DerivativeCalls.IsLifted(tape.Parameters[i]),
            };
        })];
        return new PairTarget($"elsewhere {PairRegistry.KeyOf(method)}", name, name, parameters.ToEquatableArray())
        {
            IsElsewhere = true,
            Tape = tape is not null ? name : null,
        };
    }

    private static IEnumerable<IMethodSymbol> Members(IMethodSymbol method, string half) => method.ContainingType.GetMembers(method.Name + half)
        .OfType<IMethodSymbol>()
        .Where(static m => m is { IsStatic: true, IsGenericMethod: false } && GeneratedMembers.IsGenerated(m));

    private static bool IsCandidate(IMethodSymbol method) => method is { IsStatic: true, IsGenericMethod: false } && CallResolution.IsDifferentiable(method);

    private static bool IsForwardOf(IMethodSymbol forward, IMethodSymbol method) =>
        forward.Parameters.Length == method.Parameters.Length + 1
        && Same(forward.ReturnType, method.ReturnType)
        && IsScope(forward.Parameters[method.Parameters.Length])
        && method.Parameters.Select((p, i) => Takes(forward.Parameters[i].Type, p.Type)).All(static takes => takes);

    private static bool IsReverseOf(IMethodSymbol reverse, IMethodSymbol forward, IMethodSymbol method)
    {
        int given = method.Parameters.Length;
        int upstream = TypeMapping.Map(method.ReturnType).IsFloating ? 1 : 0;
        return reverse.Parameters.Length == given + upstream + method.Parameters.Count(DerivativeCalls.Carries) + 1
            && Enumerable.Range(0, given).All(i => Same(reverse.Parameters[i].Type, forward.Parameters[i].Type))
            && (upstream == 0 || Same(reverse.Parameters[given].Type, method.ReturnType))
            && IsScope(reverse.Parameters[reverse.Parameters.Length - 1]);
    }

    // Memory comes as a span of the same elements.
    private static bool Takes(ITypeSymbol half, ITypeSymbol declared) => TypeMapping.Map(half) is SpanType taken
        ? TypeMapping.Map(declared) is var given && (given is ArrayType { Rank: 1 } array ? array.Element : (given as SpanType)?.Element)?.Equals(taken.Element) == true
        : Same(half, declared);

    private static bool IsScope(IParameterSymbol parameter) => parameter.Type.ToDisplayString() == Scope;

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
