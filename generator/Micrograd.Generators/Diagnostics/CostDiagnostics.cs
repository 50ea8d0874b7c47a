using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Diagnostics;

/// <summary>MGRAD03xx: derivatives that cost more than they look, and where even that is not to be had.</summary>
internal static class CostDiagnostics
{
    /// <summary>The derivative is right, but made at run time: a project that wants none of these raises the severity.</summary>
    public static readonly DiagnosticDescriptor OnTheTape = new(
        id: "MGRAD0300",
        title: "Derivative is computed on the tape",
        messageFormat: "'{0}' is differentiated on the dynamic tape because of {1}: each call allocates a node for every operation and runs many times slower; rewrite that, or set the severity of MGRAD0300 to none to accept it or to error to forbid it",
        category: DiagnosticCategories.Cost,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0300"));

    /// <summary>The gradient alone would be no trouble.</summary>
    public static readonly DiagnosticDescriptor NoTapeOverload = new(
        id: "MGRAD0302",
        title: "Overload on Value cannot be generated",
        messageFormat: "'{0}' has no overload on the dynamic tape because of {1}; ask for the gradient alone with [Differentiable(Derivatives.Gradient)], or rewrite that",
        category: DiagnosticCategories.Cost,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0302"));

    /// <summary>Neither a reverse sweep nor the tape can do it.</summary>
    public static readonly DiagnosticDescriptor NotOnTheTapeEither = new(
        id: "MGRAD0301",
        title: "No derivative can be generated",
        messageFormat: "'{0}' has no derivative, neither generated because of {1} nor on the dynamic tape because of {2}; rewrite one of the two",
        category: DiagnosticCategories.Cost,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0301"));
}
