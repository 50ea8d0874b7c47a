using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Discovery;

/// <summary>Which methods can be marked at all: ordinary ones with a body, in types that can be reopened.</summary>
internal static class MarkableMethods
{
    private const string MoveBody = "move its body to an ordinary method and mark that";

    /// <summary>The reason why a method cannot be marked, at its name (or at the type that is not partial); null if it can.</summary>
    public static Diagnostic? Refuse(IMethodSymbol method, CancellationToken cancellationToken)
    {
        SyntaxNode? syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        if (Kind(method, syntax) is (string kind, string wayOut))
        {
            return Diagnostic.Create(UsageDiagnostics.MethodKindNotSupported, Place(method, syntax), Name(method), kind, wayOut);
        }

        return ReopenedTypes.NotPartial(method.ContainingType, cancellationToken)
            .Select(found => Diagnostic.Create(UsageDiagnostics.ContainingTypeNotPartial, found.Declaration.Identifier.GetLocation(), found.Type.Name, method.Name))
            .FirstOrDefault();
    }

    private static (string Kind, string WayOut)? Kind(IMethodSymbol method, SyntaxNode? syntax) => method switch
    {
        { MethodKind: MethodKind.LocalFunction } => ("a local function", MoveBody),
        { MethodKind: MethodKind.AnonymousFunction } => ("a lambda", MoveBody),
        { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } => ("an operator", MoveBody),
        { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => ("a constructor", MoveBody),
        { MethodKind: MethodKind.ExplicitInterfaceImplementation } => ("an explicit interface implementation", MoveBody),
        { MethodKind: not MethodKind.Ordinary } => ("an accessor", MoveBody),
        { IsAbstract: true } => ("abstract", "mark a method that has a body"),
        { IsExtern: true } => ("extern", "give its derivative with [DerivativeOf]"),
        { IsAsync: true } => ("async", MoveBody),
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => ("a method that returns a reference", "return the value"),
        { IsVararg: true } => ("a method with __arglist", "use parameters"),
        { ContainingType.TypeKind: not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface) } => ("in an extension block", "write it as an extension method with 'this'"),
        _ when IsIterator(syntax) => ("an iterator", "collect the values in a span and mark that method"),
        _ when ReopenedTypes.IsFileLocal(method.ContainingType) => ("in a file-local type", "move it to a type that is not file-local"),
        _ when HasPointer(method) => ("a method with pointers", "use spans"),
        _ when syntax is MethodDeclarationSyntax { Body: null, ExpressionBody: null } => ("without a body", "mark a method that has one"),
        _ => null,
    };

    private static bool IsIterator(SyntaxNode? syntax) => syntax is MethodDeclarationSyntax { Body: { } body }
        && body.DescendantNodes(static node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<YieldStatementSyntax>().Any();

    private static bool HasPointer(IMethodSymbol method) =>
        method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Any(static type => type is IPointerTypeSymbol or IFunctionPointerTypeSymbol);

    private static string Name(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.AnonymousFunction => "The lambda",
        MethodKind.LocalFunction or MethodKind.Ordinary => method.Name,
        _ => method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
    };

    private static Location Place(IMethodSymbol method, SyntaxNode? syntax) => syntax switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.GetLocation(),
        _ => method.Locations.FirstOrDefault() ?? Location.None,
    };
}
