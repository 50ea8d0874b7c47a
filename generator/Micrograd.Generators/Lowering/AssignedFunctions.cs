using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Where a delegate local gets its functions: at its declaration, and in statements behind it.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Sites">The statements in the order of the text, the declaration in front, each with the numbers of the functions that it may choose.</param>
internal sealed record AssignedFunctions(SyntaxNode Declaration, ImmutableArray<(SyntaxNode Statement, ImmutableArray<int> Numbers)> Sites)
{
    /// <summary>The assignments of the local; null where one is no statement of the method that declares it.</summary>
    public static ImmutableArray<ISimpleAssignmentOperation>? Assignments(IVariableDeclaratorOperation declarator, IEnumerable<ILocalReferenceOperation> references)
    {
        ISimpleAssignmentOperation[] assignments = [.. references.Select(static r => r.Parent).OfType<ISimpleAssignmentOperation>()];
        return assignments.All(a => a.Syntax.Parent is ExpressionStatementSyntax && FunctionAround(a.Syntax) == FunctionAround(declarator.Syntax)) ? [.. assignments] : null;
    }

    /// <summary>The numbers of the functions that the local may be where it is used.</summary>
    public ImmutableArray<int> At(SyntaxNode use)
    {
        // A function that is called somewhere else, and jumps: whatever the text says of the order is not true there.
        SyntaxNode function = FunctionAround(Declaration);
        if (FunctionAround(use) != function || function.DescendantNodes().Any(static n => n is GotoStatementSyntax))
        {
            return NumbersOf(Sites);
        }

        var earlier = Sites.Where(s => s.Statement.Span.End <= use.SpanStart).Reverse().ToList();
        int always = earlier.FindIndex(s => s.Statement == Declaration || (s.Statement.Parent is BlockSyntax or SwitchSectionSyntax && s.Statement.Parent.Contains(use)));
        SyntaxNode latest = earlier[always].Statement;

        // A trip of a loop begins with what the last one left.
        SyntaxNode? loop = use.Ancestors().LastOrDefault(n => IsLoop(n) && !n.Contains(latest));
        return NumbersOf(earlier.Take(always + 1).Concat(Sites.Where(s => loop?.Contains(s.Statement) == true)));
    }

    private static ImmutableArray<int> NumbersOf(IEnumerable<(SyntaxNode Statement, ImmutableArray<int> Numbers)> sites) => [.. sites.SelectMany(static s => s.Numbers).Distinct().OrderBy(static n => n)];

    private static SyntaxNode FunctionAround(SyntaxNode node) =>
        node.Ancestors().First(static n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or BasePropertyDeclarationSyntax or CompilationUnitSyntax);

    private static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>The variables that a lambda or local function keeps, and the local functions that it calls.</summary>
    public static IEnumerable<ISymbol> Kept(IOperation body) => body.Descendants()
        .Select(static o => o switch
        {
            ILocalReferenceOperation { Local: { HasConstantValue: false } local } => local,
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } function } => function.OriginalDefinition,
            IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function } => function.OriginalDefinition,
            _ => (ISymbol?)null,
        })
        .OfType<ISymbol>()
        .Where(kept => !body.Syntax.Parent!.Contains(DeclarationOf(kept)))
        .Distinct<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>What is kept lives as long as the delegate: it is declared in a block that the delegate stands in, too.</summary>
    public static bool IsAround(ISymbol kept, IVariableDeclaratorOperation declarator) => ScopeOf(DeclarationOf(kept)).Contains(declarator.Syntax);

    // The variable of a foreach is declared by the loop itself.
    private static SyntaxNode ScopeOf(SyntaxNode declared) => declared is CommonForEachStatementSyntax ? declared : declared.Ancestors().First(static n =>
        n is BlockSyntax or SwitchSectionSyntax or UsingStatementSyntax or FixedStatementSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax || IsLoop(n));

    /// <summary>Each trip of a loop around the variable, but not around the delegate, has its own.</summary>
    public static bool IsOfATrip(ISymbol kept, IVariableDeclaratorOperation declarator) =>
        DeclarationOf(kept) is not VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } declared
        || FunctionAround(declared) != FunctionAround(declarator.Syntax)
        || declared.Ancestors().Any(n => IsLoop(n) && !n.Contains(declarator.Syntax));

    private static SyntaxNode DeclarationOf(ISymbol kept) => kept.DeclaringSyntaxReferences[0].GetSyntax();
}
