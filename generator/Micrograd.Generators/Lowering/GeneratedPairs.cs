using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>A pair that was generated where its method was compiled, with what the shape of the method's declaration says of it.</summary>
internal sealed record GeneratedPair(PairShape Shape, IMethodSymbol Forward, IMethodSymbol Reverse)
{
    /// <summary>For each number or memory that the pair is given: whether the method may store there.</summary>
    public IEnumerable<bool> Written => Forward.Parameters.Take(Forward.Parameters.Length - 1).Select(static p => TypeMapping.Map(p.Type) is SpanType { IsReadOnly: false });
}

/// <summary>
/// The pairs of marked methods that were compiled earlier, in another assembly: <c>FForward</c> and <c>FReverse</c> beside <c>F</c>.
/// What such a pair does is known from its signature: it takes a <c>Span</c> where it writes, and a <c>ReadOnlySpan</c> where not.
/// What it takes, and in which order, is known from the method's; members that look otherwise are no pair of it.
/// </summary>
internal static class GeneratedPairs
{
    private const string Scope = "Micrograd.ScratchScope";

    /// <summary>The pair of a method that is called as the method is; null where there is none.</summary>
    public static (PairShape Shape, PairTarget Target)? Find(IMethodSymbol method, LoweringScope scope) =>
        method is { IsStatic: true, IsGenericMethod: false, ContainingType.IsGenericType: false } && FindMembers(method, scope) is { Shape.IsPlain: true } pair ? (pair.Shape, Target(method, pair.Forward)) : null;

    /// <summary>The pair of a method; null where there is none that can be called here, or it is not clear whose it is.</summary>
    public static GeneratedPair? FindMembers(IMethodSymbol method, LoweringScope scope)
    {
        if (method.IsWrittenIn(scope.Compilation) || !IsCandidate(method) || ShapeOf(method) is not { } shape)
        {
            return null;
        }

        IMethodSymbol[] forwards = [.. Members(method, "Forward").Where(f => IsForwardOf(f, method, shape))];
        if (forwards is not [var forward] || Members(method, "Reverse").FirstOrDefault(r => IsReverseOf(r, forward, method, shape)) is not { } reverse)
        {
            return null;
        }

        // Of two overloads that it would fit nobody knows whose it is.
        int owners = Named(method, method.Name).Count(other => IsCandidate(other) && ShapeOf(other) is { } its && IsForwardOf(forward, other, its));
        return owners == 1 && scope.CanName(forward) && scope.CanName(reverse) ? new GeneratedPair(shape, forward, reverse) : null;
    }

    /// <summary>Of a method compiled earlier nobody knows what else it changes; the library's own change nothing.</summary>
    public static bool MayChangeState(IMethodSymbol method) => method.ContainingAssembly.Name != "Micrograd";

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
            ChangesState = MayChangeState(method),
            Tape = tape is not null ? name : null,
        };
    }

    private static bool IsCandidate(IMethodSymbol method) => PairedMembers.IsPossible(method) && CallResolution.IsDifferentiable(method.OriginalDefinition);

    private static PairShape? ShapeOf(IMethodSymbol method) => PairShape.Of(method, changesReceiver: false, state: null);

    private static IEnumerable<IMethodSymbol> Members(IMethodSymbol method, string half) => Named(method, method.Name + half).Where(static m => GeneratedMembers.IsGenerated(m));

    // With the type arguments of the call.
    private static IEnumerable<IMethodSymbol> Named(IMethodSymbol method, string name) => method.ContainingType.GetMembers(name)
        .OfType<IMethodSymbol>()
        .Where(m => m.IsStatic == method.IsStatic && m.Arity == method.Arity)
        .Select(m => m.IsGenericMethod ? m.Construct([.. method.TypeArguments]) : m);

    private static (PairPart Part, IrParameter Leaf)[] Given(PairShape shape) =>
        [.. shape.Parts.Where(p => p != shape.Receiver).SelectMany(static p => p.Leaves.Select(leaf => (p, leaf)))];

    private static bool IsForwardOf(IMethodSymbol forward, IMethodSymbol method, PairShape shape)
    {
        (PairPart Part, IrParameter Leaf)[] given = Given(shape);
        return forward.Parameters.Length == given.Length + 1
            && (shape.Result is null ? Same(forward.ReturnType, method.ReturnType) : forward.ReturnsVoid)
            && IsScope(forward.Parameters[given.Length])
            && given.Select((g, i) => Takes(forward.Parameters[i], g.Part, g.Leaf)).All(static takes => takes);
    }

    private static bool IsReverseOf(IMethodSymbol reverse, IMethodSymbol forward, IMethodSymbol method, PairShape shape)
    {
        (PairPart Part, IrParameter Leaf)[] given = Given(shape);
        IrParameter[] differentiated = [.. given.Where(static g => g.Leaf.Role == ParameterRole.Independent).Select(static g => g.Leaf)];
        int next = given.Length + (shape.ReturnType.IsFloating ? 1 : 0);
        return reverse.Parameters.Length == next + differentiated.Length + 1
            && Enumerable.Range(0, given.Length).All(i => Same(reverse.Parameters[i].Type, forward.Parameters[i].Type) && reverse.Parameters[i].Name == forward.Parameters[i].Name)
            && (next == given.Length || Same(reverse.Parameters[given.Length].Type, method.ReturnType))
            && differentiated.Select((leaf, i) => IsDerivativeOf(reverse.Parameters[next + i], leaf)).All(static belongs => belongs)
            && IsScope(reverse.Parameters[reverse.Parameters.Length - 1]);
    }

    // Memory comes as a span of the same elements. The parts of a struct are told apart by their names.
    private static bool Takes(IParameterSymbol half, PairPart part, IrParameter leaf) =>
        half.RefKind == RefKind.None
        && (part.Type is not StructType || half.Name == leaf.Local.Name)
        && (TypeMapping.Map(half.Type), leaf.Local.Type) switch
        {
            (SpanType taken, _) when part.PassesBack => taken.Equals(leaf.Local.Type),
            (SpanType taken, ArrayType { Rank: 1 } array) => taken.Element.Equals(array.Element),
            (SpanType taken, SpanType span) => taken.Element.Equals(span.Element) && (taken.IsReadOnly || !span.IsReadOnly),
            var (taken, declared) => taken.Equals(declared),
        };

    private static bool IsDerivativeOf(IParameterSymbol derivative, IrParameter leaf) =>
        GeneratedBackwards.IsDerivativeOf(derivative.Name, leaf.Local.Name)
        && (leaf.Local.Type is SpanType or ArrayType
            ? derivative.RefKind == RefKind.None && TypeMapping.Map(derivative.Type) is SpanType { IsReadOnly: false }
            : derivative.RefKind == RefKind.Ref && TypeMapping.Map(derivative.Type).Equals(leaf.Local.Type));

    private static bool IsScope(IParameterSymbol parameter) => parameter.Type.ToDisplayString() == Scope;

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
