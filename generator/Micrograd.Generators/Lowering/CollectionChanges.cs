using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Whether code may change how many items a collection has: by itself, or in a method that it calls. Two variables may name the same
/// collection, so it does not matter which one is changed.
/// </summary>
/// <param name="replacing">Whether another item in the place of one counts, as it does for an enumerator of a list.</param>
internal sealed class CollectionChanges(LoweringScope scope, bool replacing)
{
    private readonly HashSet<IMethodSymbol> _seen = new(SymbolEqualityComparer.Default);

    public bool In(IOperation code) => code.DescendantsAndSelf().Any(o => IsMadeBy(o) || (UserCode.IsRunBy(o) && CodeRunBy(o).Any(IsMadeIn)));

    public static bool IsCollection(ITypeSymbol? type) => type?.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) == true;

    public static bool IsList(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "List", Arity: 1 } && IsCollection(type);

    private bool IsMadeBy(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => IsStore(assignment.Target),
        IIncrementOrDecrementOperation step => IsStore(step.Target),
        IInvocationOperation call => IsCollection(call.Instance?.Type) || call.Arguments.Any(static a => IsCollection(a.Value.Type)),
        IForEachLoopOperation loop => !UserCode.IsPlain(loop.Collection.Peeled().Type),
        IUsingOperation or IUsingDeclarationOperation => true,
        _ => false,
    };

    // What is stored under a key that is new, or in a property such as Capacity, may change how many items there are. The indexer of a
    // list finds the item that it replaces, or throws.
    private bool IsStore(IOperation target) => target switch
    {
        ITupleOperation tuple => tuple.Elements.Any(IsStore),
        IPropertyReferenceOperation { Instance.Type: var type } property => IsCollection(type) && (replacing || !(property.Property.IsIndexer && IsList(type))),
        _ => false,
    };

    // Null stands for code that is not known.
    private static IEnumerable<IMethodSymbol?> CodeRunBy(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.TypeKind: TypeKind.Interface } method } when method.IsFramework() => [],
        IInvocationOperation call => [call.TargetMethod],
        IObjectCreationOperation creation => [creation.Constructor],
        IPropertyReferenceOperation { Property: var property } => [property.GetMethod ?? property.SetMethod, property.SetMethod ?? property.GetMethod],
        IBinaryOperation { OperatorMethod: { } method } => [method],
        IUnaryOperation { OperatorMethod: { } method } => [method],
        IConversionOperation { OperatorMethod: { } method } => [method],
        _ => [null],
    };

    private bool IsMadeIn(IMethodSymbol? method) =>
        method is null or { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true, IsSealed: false, ContainingType.IsSealed: false }
        || (_seen.Add(method.OriginalDefinition) && BodiesOf(method.OriginalDefinition).Any(body => body is null || In(body)));

    private IEnumerable<IOperation?> BodiesOf(IMethodSymbol method)
    {
        SyntaxNode[] declarations = [.. (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.Select(r => r.GetSyntax(scope.CancellationToken))];
        if (method.MethodKind != MethodKind.Constructor)
        {
            return declarations.Length == 0 ? [null] : declarations.Select(OperationOf);
        }

        // A primary constructor is declared by its type, and is nothing but what the members start with.
        return method.ContainingType is { BaseType.SpecialType: SpecialType.System_Object or SpecialType.System_ValueType, DeclaringSyntaxReferences.IsEmpty: false } type
            ? declarations.OfType<ConstructorDeclarationSyntax>().Select(OperationOf).Concat(InitializersOf(type).Select(OperationOf))
            : [null];
    }

    private IEnumerable<EqualsValueClauseSyntax> InitializersOf(INamedTypeSymbol type) => type.GetMembers()
        .Where(static m => !m.IsStatic)
        .SelectMany(static m => m.DeclaringSyntaxReferences)
        .Select(r => r.GetSyntax(scope.CancellationToken) switch
        {
            VariableDeclaratorSyntax field => field.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        })
        .OfType<EqualsValueClauseSyntax>();

    private IOperation? OperationOf(SyntaxNode syntax) => scope.Compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, scope.CancellationToken);
}
