using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// <c>[property: Parameter]</c> at a parameter of a record, and <c>[field: Parameter]</c> at a property: the compiler gives the
/// attribute to a member that stands nowhere, and the generator, which looks at members as they are written, would not see it.
/// </summary>
internal static class ParameterTargetCheck
{
    public static bool IsCandidate(SyntaxNode node) =>
        node is AttributeSyntax { Name: var name, Parent: AttributeListSyntax { Target: { } target, Parent: var declaration } }
        && (declaration, target.Identifier.Kind()) is (ParameterSyntax, SyntaxKind.PropertyKeyword or SyntaxKind.FieldKeyword) or (PropertyDeclarationSyntax, SyntaxKind.FieldKeyword)
        && name.ToString() is var text && (text.EndsWith("Parameter", StringComparison.Ordinal) || text.EndsWith("ParameterAttribute", StringComparison.Ordinal));

    public static Diagnostic? Run(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.SemanticModel.GetSymbolInfo(context.Node, cancellationToken).Symbol is not IMethodSymbol constructor || constructor.ContainingType.ToDisplayString() != AttributeNames.Parameter)
        {
            return null;
        }

        SyntaxNode declaration = context.Node.Parent!.Parent!;
        (string member, string wayOut) = declaration is ParameterSyntax parameter
            ? (parameter.Identifier.Text, "declare it as a property with a setter, or as a field, and mark that")
            : (((PropertyDeclarationSyntax)declaration).Identifier.Text, "mark the property itself");
        return Diagnostic.Create(UsageDiagnostics.MemberNotTrainable, context.Node.GetLocation(), member, $"is marked through '{((AttributeListSyntax)context.Node.Parent).Target}'", wayOut);
    }
}
