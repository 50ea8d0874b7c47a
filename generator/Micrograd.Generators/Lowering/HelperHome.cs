using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Where the code of a helper can stand: where the generated code is, or, if it uses members that cannot be named from there, in its own type.</summary>
internal static class HelperHome
{
    /// <summary>The helper's own type, if its pair has to stand there and can; null if the body can stand in the scope's, or nowhere.</summary>
    public static INamedTypeSymbol? Of(IMethodSymbol method, IBlockOperation body, LoweringScope scope) =>
        method.ContainingType is { } own && CanHold(own.OriginalDefinition, scope) && MethodBody.OwnOperations(body).Any(o => IsOutOfReach(o, scope)) ? own.OriginalDefinition : null;

    /// <summary>The ways out for a member that cannot be named from the scope's type.</summary>
    public static string WaysOut(INamedTypeSymbol? owner, LoweringScope scope)
    {
        string partial = owner is not null && !owner.DeclaringSyntaxReferences.IsEmpty && ReopenedTypes.NotPartial(owner, scope.CancellationToken).Any() ? $"make '{owner.Name}' partial, so that the derivative can stand there, " : "";
        return $"make it internal, {partial}or move the helper that uses it to '{scope.Home.Name}'";
    }

    // The type parameters of the marked method's own type have no name there.
    private static bool CanHold(INamedTypeSymbol type, LoweringScope scope) =>
        !SymbolEqualityComparer.Default.Equals(type, scope.Home)
        && scope.CanName(type)
        && type.IsWrittenIn(scope.Compilation)
        && !ReopenedTypes.Of(scope.Marked.ContainingType).IsGeneric
        && !ReopenedTypes.IsFileLocal(type)
        && !ReopenedTypes.NotPartial(type, scope.CancellationToken).Any();

    // The fields of a struct that is taken apart are named by nobody, the body of a method or property that is put in its place neither.
    private static bool IsOutOfReach(IOperation operation, LoweringScope scope) => operation switch
    {
        IFieldReferenceOperation { Field: { IsConst: false } field, Instance: var instance } => !scope.CanName(field) && !IsTakenApart(instance),
        IPropertyReferenceOperation { Property: var property, Instance: var instance } => !scope.CanName(property) && !IsTakenApart(instance),
        IObjectCreationOperation { Constructor: { } constructor, Type: var type } => !scope.CanName(constructor) && TypeMapping.Map(type) is OpaqueType,
        IInvocationOperation { TargetMethod.ContainingType: { } owner } when !scope.CanName(owner) => true,

        // Called as it is, not put in its place.
        IInvocationOperation { TargetMethod: var method } => CallResolution.IsNoDiff(method) && !scope.CanName(method),
        _ => false,
    } || (operation.Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Enum or TypeKind.Interface } named && !scope.CanName(named));

    /// <summary>A parameter's type cannot be named from outside the type that the pair stands in.</summary>
    public static bool IsHidden(PairShape shape, IMethodSymbol method, LoweringScope scope) =>
        shape.Parameters.Any(static p => p.Local.Type is OpaqueType)
        && method.Parameters.Select(static p => p.Type).Append(method.ContainingType).Any(type => !scope.Compilation.IsSymbolAccessibleWithin(TypeSubstitution.Resolve(type), scope.Compilation.Assembly));

    private static bool IsTakenApart(IOperation? instance) => instance is not null && TypeMapping.Map(instance.Type) is StructType;
}
