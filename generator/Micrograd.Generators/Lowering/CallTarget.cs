using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// What a call runs once type arguments, interfaces and known delegates are looked through.
/// <paramref name="ReceiverType"/> is the type of the receiver, or the one on which a static member of an interface is called.
/// </summary>
internal sealed record CallTarget(IMethodSymbol Method, IOperation? Receiver, ITypeSymbol? ReceiverType, KnownFunction? Function)
{
    /// <summary>No override can run instead: <c>base.Area()</c>, or a receiver whose type was tested.</summary>
    public bool IsExact { get; init; }

    public static CallTarget Of(IInvocationOperation call, LoweringScope scope)
    {
        if (call is { Instance.Syntax: BaseExpressionSyntax })
        {
            return new CallTarget(TypeSubstitution.Resolve(call.TargetMethod), call.Instance, scope.ReceiverType ?? call.Instance.Type, null) { IsExact = true };
        }

        if (scope.Functions.Find(call) is { } function)
        {
            return TypeSubstitution.Within(function.Types, () => new CallTarget(Dispatch(TypeSubstitution.Resolve(function.Method), function.Instance?.Type), function.Instance, function.Instance?.Type, function));
        }

        // In a default member of an interface, `this` is of the type that the member was called on.
        ITypeSymbol? receiver = call.ConstrainedToType ?? (call.Instance is IInstanceReferenceOperation ? scope.ReceiverType : null) ?? call.Instance?.Type;
        return new CallTarget(Dispatch(TypeSubstitution.Resolve(call.TargetMethod), receiver), call.Instance, receiver is null ? null : TypeSubstitution.Resolve(receiver), null);
    }

    /// <summary>The member that runs for an interface member or override, where the receiver's type leaves only one.</summary>
    public static IMethodSymbol Dispatch(IMethodSymbol method, ITypeSymbol? receiver)
    {
        if (receiver is null || TypeSubstitution.Resolve(receiver) is not INamedTypeSymbol type || !IsFinal(type) || !(method.IsAbstract || method.IsVirtual || method.IsOverride))
        {
            return method;
        }

        if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            return type.FindImplementationForInterfaceMember(method.ConstructedFrom) is not IMethodSymbol found ? method
                : found.IsGenericMethod ? found.Construct([.. method.TypeArguments])
                : Unchecked(found) is { } other ? Dispatch(other, receiver)
                : found.ContainingType.TypeKind == TypeKind.Interface ? found
                : Override(found, type);
        }

        return Override(method, type);
    }

    /// <summary>The property that is read or stored to for an interface's, where the receiver's type leaves only one.</summary>
    public static IPropertySymbol Dispatch(IPropertySymbol property, ITypeSymbol? receiver) =>
        (property.SetMethod ?? property.GetMethod) is { } accessor && Dispatch(TypeSubstitution.Resolve(accessor), receiver).AssociatedSymbol is IPropertySymbol found ? found : property;

    /// <summary>The member that runs for an interface's or a class's on an object of exactly this type.</summary>
    public static IMethodSymbol? Implementation(IMethodSymbol method, INamedTypeSymbol type) =>
        method.ContainingType.TypeKind != TypeKind.Interface ? Override(method, type)
        : type.FindImplementationForInterfaceMember(method) is not IMethodSymbol found ? null
        : found.ContainingType.TypeKind == TypeKind.Interface ? found
        : Override(found, type);

    private static IMethodSymbol Override(IMethodSymbol method, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (declaring.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(m => Overrides(m, method)) is { } found)
            {
                return found;
            }
        }

        return method;
    }

    /// <summary>The member that text names where a type argument takes the place of its parameter: the argument's own, which may be hidden.</summary>
    public static ISymbol? Named(ISymbol? member, ISymbol? left) =>
        left is ITypeParameterSymbol type && ((member as IPropertySymbol)?.GetMethod ?? member) is IMethodSymbol method && Dispatch(TypeSubstitution.Resolve(method), type) is var found
            ? found.AssociatedSymbol ?? found
            : member;

    // A type without an operator for checked contexts gets the interfaces' own, which calls the ordinary one.
    private static IMethodSymbol? Unchecked(IMethodSymbol method)
    {
        const string Prefix = "op_Checked";
        return method.ContainingType.TypeKind == TypeKind.Interface && method.Name.StartsWith(Prefix, StringComparison.Ordinal)
            ? method.ContainingType.GetMembers("op_" + method.Name.Substring(Prefix.Length)).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.Length == method.Parameters.Length)
            : null;
    }

    public static bool IsFinal(ITypeSymbol type) => type is { TypeKind: TypeKind.Struct } or { IsSealed: true };

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol method)
    {
        for (IMethodSymbol? m = candidate; m is not null; m = m.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
