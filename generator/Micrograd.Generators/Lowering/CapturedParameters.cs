using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <summary>Parameters of a primary constructor that an instance keeps: data without a member that could be named from elsewhere.</summary>
internal static class CapturedParameters
{
    /// <summary>The parameter is read in a method. Where the constructor itself is lowered, it has a place.</summary>
    public static bool Is(IParameterSymbol parameter, LoweringScope scope) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } && scope.PlaceOf(parameter) is null;

    /// <summary>Where a struct that was taken apart keeps it; null where it is none of the struct's.</summary>
    public static IrExpression? PlaceIn(StructExpression self, IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } && TypeMapping.Map(TypeSubstitution.Resolve(parameter.ContainingType)) == self.Type && StructShape.IndexOf(parameter) is >= 0 and var index
            ? self.Fields[index]
            : null;

    /// <summary>
    /// The generated code reads it of its own instance: not of another, not in a pair, which is static, and not where the overload
    /// on the tape is, which takes the instance's numbers from elsewhere.
    /// </summary>
    public static bool CanBeNamed(IParameterSymbol parameter, LoweringScope scope) =>
        SymbolEqualityComparer.Default.Equals(parameter.ContainingType.OriginalDefinition, scope.Home.OriginalDefinition)
        && !scope.StandsApart && scope.Signature.State is null && scope.Self is { } self && self.Equals(scope.Receiver);

    /// <summary>Something in the type stores to a variable of this name.</summary>
    public static bool IsChanged(IParameterSymbol parameter, CancellationToken cancellationToken) => parameter.ContainingType.DeclaringSyntaxReferences
        .SelectMany(r => r.GetSyntax(cancellationToken).DescendantNodes())
        .OfType<IdentifierNameSyntax>()
        .Any(n => n.Identifier.ValueText == parameter.Name && IsStoredTo(n));

    private static bool IsStoredTo(ExpressionSyntax name) => name.Parent switch
    {
        ParenthesizedExpressionSyntax inner => IsStoredTo(inner),
        TupleExpressionSyntax or ArgumentSyntax { Parent: TupleExpressionSyntax } => true,
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        PrefixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.PreIncrementExpression) || unary.IsKind(SyntaxKind.PreDecrementExpression) || unary.IsKind(SyntaxKind.AddressOfExpression),
        PostfixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.PostIncrementExpression) || unary.IsKind(SyntaxKind.PostDecrementExpression),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        RefExpressionSyntax => true,
        _ => false,
    };

    public static object[] Describe(IParameterSymbol parameter, LoweringScope scope) =>
        [parameter.Name, scope.Home.Name, $"it is a parameter of the constructor of '{parameter.ContainingType.Name}': keep it in a field that is, as in internal readonly {parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {char.ToUpperInvariant(parameter.Name[0])}{parameter.Name.Substring(1)} = {parameter.Name};"];
}
