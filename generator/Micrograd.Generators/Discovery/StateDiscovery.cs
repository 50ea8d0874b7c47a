using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Discovery;

/// <summary>The [Parameter] members of a type: what is generated for them, or why it cannot be.</summary>
internal static class StateDiscovery
{
    private static readonly string[] GeneratedMembers = ["ParameterCount", "CopyParametersTo", "SetParameters", "Gradients", "Values"];
    private static readonly HashSet<string> TakenInside = ["Clear", "Count", "CopyTo", "From", "Parameters", "Origin", "Gradients", "Values", "Equals", "GetHashCode", "GetType", "ToString"];

    /// <summary>What became of the type of a [Parameter] member; null for all but the first of a type.</summary>
    public static DiscoveredState? Discover(ISymbol member, CancellationToken cancellationToken) =>
        member.ContainingType is { } type && SymbolEqualityComparer.Default.Equals(Members(type).FirstOrDefault(), member)
            ? new(Find(type, cancellationToken), [.. Check(type, cancellationToken)])
            : null;

    /// <summary>Null for a type without such members, and where one of them is wrong: that is reported at the member.</summary>
    public static StateSignature? Find(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        ISymbol[] members = [.. Members(type)];
        if (members.Length == 0 || UnfinishedDeclaration.Is(type, members) || Check(type, cancellationToken).Any())
        {
            return null;
        }

        TypeMapper types = new();
        string id = type.GetDocumentationCommentId() ?? type.ToDisplayString();
        return new(
            TypeText.Of(type),
            HintName.For(type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) + ".Parameters", id),
            ReopenedTypes.Of(type),
            members.Select(m => new StateParameter(m.Name, NameOf(m), types.Map(TypeOf(m))) { IsField = m is IFieldSymbol }).ToEquatableArray())
        {
            Hiding = GeneratedMembers.Where(name => BaseTypes.Of(type).Any(t => HasMember(t, name, type, cancellationToken))).ToEquatableArray(),
        };
    }

    public static IEnumerable<Diagnostic> Check(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        ISymbol[] members = [.. Members(type)];
        if (members.Length == 0)
        {
            yield break;
        }

        foreach ((INamedTypeSymbol outer, TypeDeclarationSyntax declaration) in ReopenedTypes.NotPartial(type, cancellationToken))
        {
            yield return Diagnostic.Create(UsageDiagnostics.ContainingTypeNotPartial, declaration.Identifier.GetLocation(), outer.Name, members[0].Name);
        }

        foreach (ISymbol taken in GeneratedMembers.SelectMany(name => type.GetMembers(name)).Where(m => !m.IsImplicitlyDeclared))
        {
            yield return Diagnostic.Create(UsageDiagnostics.GeneratedNameTaken, Place(taken), taken.Name, type.Name);
        }

        foreach (ISymbol member in members)
        {
            if (Refuse(type, member, members) is (string what, string wayOut))
            {
                yield return Diagnostic.Create(UsageDiagnostics.MemberNotTrainable, Place(member), member.Name, what, wayOut);
            }
        }
    }

    private static (string What, string WayOut)? Refuse(INamedTypeSymbol type, ISymbol member, ISymbol[] members) => member switch
    {
        _ when type.TypeKind == TypeKind.Interface || type.IsRefLikeType || type.IsFileLocal
            => ($"is in {(type.TypeKind == TypeKind.Interface ? "an interface" : type.IsRefLikeType ? "a ref struct" : "a file-local type")}", "move it to a class or an ordinary struct"),
        { IsStatic: true } => ("is static, and there is one gradient for each instance", "make it an instance member"),
        _ when !IsTrainable(new TypeMapper().Map(TypeOf(member))) => ($"is of type {TypeOf(member).ToDisplayString()}", "use double, float or a one-dimensional array of those"),
        IFieldSymbol { IsReadOnly: true, Type: not IArrayTypeSymbol } => ("is readonly, so that SetParameters cannot set it", "remove readonly"),
        IPropertySymbol { Type: not IArrayTypeSymbol, SetMethod: null or { IsInitOnly: true } } => ("has no setter, so that SetParameters cannot set it", "give it one, private if you like"),
        IPropertySymbol { GetMethod: null } => ("has no getter", "give it one"),
        _ when TakenInside.Contains(NameOf(member)) || NameOf(member) == type.Name
            => ($"would be called '{NameOf(member)}' in the generated types, which is the name of something else there", "rename it"),
        _ when members.First(m => NameOf(m) == NameOf(member)) is var first && !SymbolEqualityComparer.Default.Equals(first, member)
            => ($"would be called '{NameOf(member)}' in the generated types, as '{first.Name}' is", "rename one of the two"),
        _ => null,
    };

    // Has one, or gets one as this type does.
    private static bool HasMember(INamedTypeSymbol type, string name, INamedTypeSymbol derived, CancellationToken cancellationToken) =>
        (!type.DeclaringSyntaxReferences.IsEmpty && Find(type.OriginalDefinition, cancellationToken) is not null)
        || type.GetMembers(name).Any(m => IsAccessible(m, derived) && (m is not IMethodSymbol method || name is not ("CopyParametersTo" or "SetParameters") || TakesSpan(method, name == "SetParameters" ? "ReadOnlySpan" : "Span")));

    private static bool IsAccessible(ISymbol member, INamedTypeSymbol derived) => member.DeclaredAccessibility switch
    {
        Accessibility.Private => false,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, derived.ContainingAssembly) || member.ContainingAssembly.GivesAccessTo(derived.ContainingAssembly),
        _ => true,
    };

    private static bool TakesSpan(IMethodSymbol method, string span) =>
        method is { Arity: 0, Parameters: [{ RefKind: RefKind.None, Type: INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Double }] } type }] } && type.Name == span;

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) =>
        type.GetMembers().Where(static m => m is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol { IsIndexer: false } && m.Has(AttributeNames.Parameter));

    private static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    private static bool IsTrainable(IrType type) => type is ArrayType { Rank: 1 } array ? IsNumber(array.Element) : IsNumber(type);

    private static bool IsNumber(IrType type) => type is ScalarType { Kind: ScalarKind.Double or ScalarKind.Single };

    // _w1 and w1 are W1, as a property would be called; a name of underscores stays what it is.
    private static string NameOf(ISymbol member)
    {
        string name = member.Name.TrimStart('_');
        return name.Length == 0 || char.IsDigit(name[0]) ? member.Name : Identifier.Capitalized(name);
    }

    private static Location Place(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;
}

/// <summary>A type with [Parameter] members as one run of the compiler sees it.</summary>
internal sealed class DiscoveredState(StateSignature? signature, ImmutableArray<Diagnostic> diagnostics)
{
    public StateSignature? Signature { get; } = signature;

    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;
}
