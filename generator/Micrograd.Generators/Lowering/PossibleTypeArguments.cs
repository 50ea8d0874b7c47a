using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// The bodies that a member of a type parameter may run, <c>field.At(x)</c> or <c>TField.At(x)</c>: those of the types of this
/// compilation that may stand for it, where no other assembly can add one.
/// </summary>
internal static class PossibleTypeArguments
{
    /// <summary>The alternatives, or why they are not all known.</summary>
    public static (ImmutableArray<PossibleTarget> Targets, string? Obstacle) Find(IMethodSymbol method, ITypeParameterSymbol parameter, LoweringScope scope)
    {
        INamedTypeSymbol[] bounds = [.. parameter.ConstraintTypes.Select(TypeSubstitution.Resolve).OfType<INamedTypeSymbol>()];
        INamedTypeSymbol[] types = [.. PossibleTargets.Declared(scope).Where(t => bounds.All(b => PossibleTargets.IsOrDerives(t, b)))];
        // What nobody else calls gets no type of theirs; should it, by way of another method, the test of the type says so.
        INamedTypeSymbol[] ours = [.. bounds.Where(b => PossibleTargets.IsOurs(b, scope))];
        if (ours.Length == 0 || !(types.All(t => PossibleTargets.IsClosed(t, method)) || (parameter.HasValueTypeConstraint && !OutsideVisibility.IsOffered(scope.Marked))))
        {
            return ([], $"other assemblies, which see '{(bounds.FirstOrDefault() ?? method.ContainingType).Name}', may put a type of their own in its place");
        }

        List<PossibleTarget> targets = [];
        foreach (INamedTypeSymbol type in types.Where(t => CanStandFor(parameter, t, method.IsStatic)))
        {
            IMethodSymbol? found = CallTarget.Implementation(MemberFor(type, parameter, method), type);
            if (Obstacle(type, found, scope) is { } obstacle)
            {
                return ([], obstacle);
            }

            targets.Add(new PossibleTarget(type, found!));
        }

        return targets.Count == 0 ? ([], "no type of this assembly fits there") : ([.. targets.OrderByDescending(static t => PossibleTargets.Depth(t.Type))], null);
    }

    // Of IHas<T>, where T is what the type stands for: the member of IHas<Cubic>.
    private static IMethodSymbol MemberFor(INamedTypeSymbol type, ITypeParameterSymbol parameter, IMethodSymbol method) => method.ContainingType is not { TypeKind: TypeKind.Interface, Arity: > 0 } home
        ? method
        : TypeSubstitution.Member(method, home.ConstructedFrom.Construct([.. home.TypeArguments.Select(a => SymbolEqualityComparer.Default.Equals(a, parameter) ? type : a)]));

    /// <summary>A call or a property of a value whose type is a type parameter, none of whose bodies changes the value.</summary>
    public static bool LeavesInstance(IOperation member, LoweringScope scope) => member switch
    {
        IInvocationOperation { Instance: { } instance, TargetMethod: var method } => LeavesInstance(method, instance, scope),
        IPropertyReferenceOperation { Instance: { } instance, Property.GetMethod: { } getter, Parent: not IAssignmentOperation } => LeavesInstance(getter, instance, scope),
        _ => false,
    };

    private static bool LeavesInstance(IMethodSymbol method, IOperation instance, LoweringScope scope) =>
        instance.Type is { } type && TypeSubstitution.Resolve(type) is ITypeParameterSymbol parameter && Find(method, parameter, scope).Obstacle is null;

    // An object's type is none that is abstract; a type argument may be.
    private static bool CanStandFor(ITypeParameterSymbol parameter, INamedTypeSymbol type, bool isStatic) =>
        (type.TypeKind == TypeKind.Struct ? !parameter.HasReferenceTypeConstraint : type.TypeKind == TypeKind.Class && !parameter.HasValueTypeConstraint)
        && (isStatic || !type.IsAbstract) && !type.IsStatic && (!type.IsRefLikeType || parameter.AllowsRefLikeType);

    private static string? Obstacle(INamedTypeSymbol type, IMethodSymbol? method, LoweringScope scope) =>
        type.IsRefLikeType ? $"'{type.Name}' is a ref struct, whose type cannot be tested"
        : !PossibleTargets.IsTestable(type, scope) ? $"'{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}' is generic or not accessible here, so that no test can name it"
        : method is not null && PossibleTargets.HasOwnDerivative(method, scope) ? $"that of '{type.Name}' has a derivative of its own"
        : method is { AssociatedSymbol: IPropertySymbol property } && StructShape.IsAutomatic(property) ? null
        : method is not { IsAbstract: false } || MethodBody.Find(method.OriginalDefinition, scope) is not { } body ? $"'{type.Name}' has it from elsewhere, without its source"
        : ReceiverChanges.In(method, body) ? $"that of '{type.Name}' may change the instance; declare it readonly"
        : null;
}
