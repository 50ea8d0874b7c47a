using System.Runtime.CompilerServices;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>A body that a call may run, and the type of object or type argument that it is for.</summary>
internal readonly record struct PossibleTarget(INamedTypeSymbol Type, IMethodSymbol Method);

/// <summary>
/// The bodies that a virtual or interface call may run, where no other assembly can add one: the type cannot be derived from
/// elsewhere, nor can those below it that leave the member open.
/// </summary>
internal static class PossibleTargets
{
    private static readonly ConditionalWeakTable<Compilation, INamedTypeSymbol[]> Known = new();

    /// <summary>With the type to test for, the most derived first; empty where a target may be unknown.</summary>
    public static ImmutableArray<PossibleTarget> Find(CallTarget target, LoweringScope scope)
    {
        IMethodSymbol method = target.Method;
        if (target.ReceiverType is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface } declared || method.IsGenericMethod
            || !(method.IsAbstract || method.IsVirtual || method.IsOverride) || !IsOurs(declared, scope) || !IsOurs(method.ContainingType, scope))
        {
            return [];
        }

        INamedTypeSymbol[] types = [.. Declared(scope).Where(t => IsOrDerives(t.OriginalDefinition, declared.OriginalDefinition))];
        if (types.Any(t => t.TypeKind == TypeKind.Struct || !IsTestable(t, scope)) || !types.All(t => IsClosed(t, method)))
        {
            return [];
        }

        List<PossibleTarget> targets = [];
        foreach (INamedTypeSymbol type in types.Where(static t => t is { TypeKind: TypeKind.Class, IsAbstract: false }))
        {
            if (CallTarget.Implementation(method, type) is not { IsAbstract: false, DeclaringSyntaxReferences.IsEmpty: false } found || HasOwnDerivative(found, scope))
            {
                return [];
            }

            INamedTypeSymbol tested = found.ContainingType.TypeKind == TypeKind.Class && IsOrDerives(found.ContainingType, declared) ? found.ContainingType
                : found.ContainingType.TypeKind == TypeKind.Class && IsOrDerives(declared, found.ContainingType) ? declared
                : type;
            if (!targets.Any(t => SymbolEqualityComparer.Default.Equals(t.Type, tested)))
            {
                targets.Add(new PossibleTarget(tested, found));
            }
        }

        return [.. targets.OrderByDescending(static t => Depth(t.Type))];
    }

    /// <summary>The body is not what is differentiated: a rule, another method or nothing takes its place.</summary>
    public static bool HasOwnDerivative(IMethodSymbol method, LoweringScope scope) => CallResolution.OwnDerivative(method, scope) is not null;

    /// <summary>All types of the compilation, nested ones too.</summary>
    public static INamedTypeSymbol[] Declared(LoweringScope scope) => Known.GetValue(scope.Compilation, static c => [.. Types(c.Assembly.GlobalNamespace).Where(static t => t.Name.Length > 0)]);

    public static bool IsOurs(INamedTypeSymbol type, LoweringScope scope) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, scope.Compilation.Assembly);

    /// <summary>A test can name the type; of a generic one there are as many as there are arguments.</summary>
    public static bool IsTestable(INamedTypeSymbol type, LoweringScope scope) =>
        type.TypeKind is TypeKind.Class or TypeKind.Interface or TypeKind.Struct && !type.IsFileLocal && !IsGeneric(type) && scope.CanName(type);

    private static bool IsGeneric(INamedTypeSymbol type) => type.IsGenericType || (type.ContainingType is { } outer && IsGeneric(outer));

    /// <summary>No other assembly can add a body below the type.</summary>
    public static bool IsClosed(INamedTypeSymbol type, IMethodSymbol method) =>
        type.IsSealed || !OutsideVisibility.Has(type)
        || (type.TypeKind == TypeKind.Class && (type.InstanceConstructors.All(static c => !OutsideVisibility.Has(c)) || CallTarget.Implementation(method, type) is { } found && (found.IsSealed || !(found.IsVirtual || found.IsOverride || found.IsAbstract))));

    public static bool IsOrDerives(INamedTypeSymbol type, INamedTypeSymbol from)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, from.OriginalDefinition))
            {
                return true;
            }
        }

        return from.TypeKind == TypeKind.Interface && type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, from.OriginalDefinition));
    }

    public static int Depth(INamedTypeSymbol type) => type.BaseType is { } outer ? 1 + Depth(outer) : 0;

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (INamespaceOrTypeSymbol member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (INamedTypeSymbol inner in Types(member))
            {
                yield return inner;
            }
        }
    }
}
