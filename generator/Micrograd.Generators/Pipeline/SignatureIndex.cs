using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>The signatures of all marked methods: which members the generator adds, before any body is read.</summary>
internal sealed class SignatureIndex(EquatableArray<MethodSignature> methods) : IEquatable<SignatureIndex>
{
    // Every method asks on every edit, so both are made once: asking stays linear in the number of methods.
    private readonly Lazy<ILookup<string, MethodSignature>> _byName = new(() => methods.ToLookup(static method => method.Name));
    private readonly Lazy<HashSet<string>> _generatedNames = new(() =>
        [.. methods.Where(static method => method.Options.Gradient).SelectMany(static method => new[] { method.Name + "Gradient", method.Name + "Backward" })]);

    public EquatableArray<MethodSignature> Methods { get; } = methods;

    /// <summary>Whether only generated members have this name: a body that uses it needs their declarations to bind.</summary>
    public bool IsGeneratedName(string name) => _generatedNames.Value.Contains(name);

    /// <summary>
    /// The method without its overload on <c>Value</c> where another overload gets the same one: <c>double</c> before
    /// <c>T</c> before <c>float</c> before <c>Half</c>, then the first in the source.
    /// </summary>
    public MethodSignature WithTapeOverloadDecided(MethodSignature method)
    {
        if (MemberSignature.Tape(method)?.OverloadKey is not string key)
        {
            return method;
        }

        MethodSignature winner = _byName.Value[method.Name]
            .Where(other => IsSameContainer(other, method) && MemberSignature.Tape(other)?.OverloadKey == key)
            .OrderBy(TapeRank)
            .FirstOrDefault() ?? method;
        return winner.DocumentationId == method.DocumentationId ? method : method with { Options = method.Options.WithoutTape() };
    }

    /// <summary>
    /// The method without its pair where another overload gets a pair with the same parameters: arrays come to it as spans, and
    /// references as values. Whoever calls such a pair could not say which of the two is meant.
    /// </summary>
    public MethodSignature WithPairDecided(MethodSignature method) => method.HasPair
        && _byName.Value[method.Name].Any(other => other.DocumentationId != method.DocumentationId && IsSameType(other, method) && PairKey(other) == PairKey(method))
            ? method with { HasPair = false }
            : method;

    /// <summary>The name of a generated member that an earlier method of the type gets as well; null if there is none.</summary>
    public MemberSignature? Collision(MethodSignature method)
    {
        HashSet<string> earlier = [.. _byName.Value[method.Name]
            .TakeWhile(other => other.DocumentationId != method.DocumentationId)
            .Where(other => IsSameType(other, method))
            .SelectMany(ReverseMembers)
            .Select(static member => member.OverloadKey)];
        return earlier.Count == 0 ? null : ReverseMembers(method).FirstOrDefault(member => earlier.Contains(member.OverloadKey));
    }

    public bool Equals(SignatureIndex? other) => other is not null && Methods.Equals(other.Methods);

    public override bool Equals(object? obj) => Equals(obj as SignatureIndex);

    public override int GetHashCode() => Methods.GetHashCode();

    private static IEnumerable<MemberSignature> ReverseMembers(MethodSignature method) =>
        new[] { MemberSignature.Gradient(method), MemberSignature.Backward(method) }.OfType<MemberSignature>();

    private static bool IsSameType(MethodSignature first, MethodSignature second) =>
        first.TypeParameters.Count == second.TypeParameters.Count && IsSameContainer(first, second);

    private static string PairKey(MethodSignature method) => string.Join(", ", method.Parameters
        .Where(static p => p.State is null)
        .SelectMany(static p => PairTypes(p.Local.Type, p.Mode is ParameterMode.Ref or ParameterMode.Out))
        .Concat(method.ReturnType is StructType ? PairTypes(method.ReturnType, isReference: true) : []));

    // A struct comes field by field, and what is passed back as memory.
    private static IEnumerable<string> PairTypes(IrType type, bool isReference) => type switch
    {
        StructType record => record.Fields.SelectMany(f => PairTypes(f.Type, isReference)),
        ArrayType { Rank: 1 } array => [new SpanType(array.Element, true).Text],
        SpanType span => [(span with { IsReadOnly = true }).Text],
        _ when isReference => [new SpanType(type, true).Text],
        _ => [type.Text],
    };

    // Overloads on the tape have no type parameters that could tell them apart.
    private static bool IsSameContainer(MethodSignature first, MethodSignature second) =>
        first.Home.Equals(second.Home);

    private static int TapeRank(MethodSignature method) => method.Parameters
        .Where(static parameter => parameter.Role == ParameterRole.Independent)
        .Select(static parameter => ScalarRank(parameter.Local.Type))
        .DefaultIfEmpty(3)
        .Max();

    private static int ScalarRank(IrType type) => type switch
    {
        SpanType span => ScalarRank(span.Element),
        MemoryType memory => ScalarRank(memory.Element),
        ArrayType array => ScalarRank(array.Element),
        StructType record => record.Fields.Where(static f => f.IsDifferentiable).Select(static f => ScalarRank(f.Type)).DefaultIfEmpty(0).Max(),
        TypeParameterType => 1,
        ScalarType { Kind: ScalarKind.Single } => 2,
        ScalarType { Kind: ScalarKind.Half } => 3,
        _ => 0,
    };
}
