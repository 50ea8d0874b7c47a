using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Diagnostics;

/// <summary>MGRAD02xx: derivatives that are not known, or would be lost.</summary>
internal static class DerivativeDiagnostics
{
    /// <summary>An active argument reaches a method that has neither a rule, nor a visible body, nor a custom derivative.</summary>
    public static readonly DiagnosticDescriptor CallHasNoDerivative = new(
        id: "MGRAD0201",
        title: "Called method has no derivative",
        messageFormat: "'{0}' has no known derivative but depends on '{1}'; mark it [Differentiable], give it a [DerivativeOf] method, or pass '{1}' through Gradient.Stop to drop the derivative",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0201"));

    /// <summary>A value that carries a derivative goes where no derivative can follow it.</summary>
    public static readonly DiagnosticDescriptor DerivativeDropped = new(
        id: "MGRAD0202",
        title: "Derivative is lost by a store",
        messageFormat: "'{0}' carries a derivative that is lost where it is stored here; keep it in a local, array or span of the method, or pass it through Gradient.Stop to drop the derivative",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0202"));

    /// <summary>The method compiles and differentiates, to zero.</summary>
    public static readonly DiagnosticDescriptor ResultIsIndependent = new(
        id: "MGRAD0203",
        title: "Result does not depend on any differentiated input",
        messageFormat: "The result of '{0}' does not depend on any differentiated input, so its derivatives are always zero; mark those inputs [NoDiff], or check for a lost dependency (a cast to an integer, Gradient.Stop, Math.Floor)",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0203"));

    /// <summary>A [DerivativeOf] method whose parameters are not those of a rule for any overload.</summary>
    public static readonly DiagnosticDescriptor RuleMatchesNothing = new(
        id: "MGRAD0204",
        title: "Derivative rule matches no method",
        messageFormat: "'{0}' is not a derivative rule of '{1}', so it would never be used; a backward rule has the method's parameters, then the adjoint of its result, then one derivative for each parameter that carries one: expected {2}",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0204"));

    /// <summary>Two rules for one overload, or a rule and a [DifferentiateAs].</summary>
    public static readonly DiagnosticDescriptor RuleIsSecond = new(
        id: "MGRAD0205",
        title: "Method has two derivatives of its own",
        messageFormat: "'{0}' gives '{1}' a second derivative beside that of {2}, and nothing says which of the two counts; remove one of them",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0205"));

    /// <summary>The rule is one, but generated code cannot pass it what it takes.</summary>
    public static readonly DiagnosticDescriptor RuleNotCallable = new(
        id: "MGRAD0206",
        title: "Derivative rule cannot be called here",
        messageFormat: "'{0}' has the derivative rule '{1}', which generated code cannot call because of {2}; pass numbers, arrays or spans of them, or structs with settable fields",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0206"));

    /// <summary>A rule that only this project could use, and does not.</summary>
    public static readonly DiagnosticDescriptor RuleIsNeverUsed = new(
        id: "MGRAD0207",
        title: "Derivative rule is never used",
        messageFormat: "'{0}' is never used, because no differentiable method of this project calls '{1}'; remove it, make it public if it is for other projects, or check which overload is called",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0207"));

    /// <summary>A [DifferentiateAs] that names no method, or one with another signature.</summary>
    public static readonly DiagnosticDescriptor SubstituteMatchesNothing = new(
        id: "MGRAD0208",
        title: "Substitute matches no method",
        messageFormat: "'{0}' cannot give '{1}' its derivative, because no other method of its type has that name and the same signature: expected '{2}'",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0208"));

    /// <summary>A generated member is called with a value that varies.</summary>
    public static readonly DiagnosticDescriptor SecondDerivative = new(
        id: "MGRAD0209",
        title: "Derivative of a generated derivative",
        messageFormat: "'{0}' is generated and depends on '{1}', so a derivative through it is a second derivative, which is not generated yet; call it with constants, pass '{1}' through Gradient.Stop to drop the derivative, or write the inner derivative as a method of your own",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0209"));

    /// <summary>A marked method of another assembly has no derivative for what it is given.</summary>
    public static readonly DiagnosticDescriptor CompiledWithoutDerivative = new(
        id: "MGRAD0210",
        title: "Method was compiled without this derivative",
        messageFormat: "'{0}' depends on '{1}', but its assembly was compiled without a derivative that can be used for it here (the help page lists why); have it compiled with one, give the method a [DerivativeOf] method in this project, or pass '{1}' through Gradient.Stop to drop the derivative",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0210"));

    /// <summary>A marked method of another assembly has no pair, so its derivative computes the value once more.</summary>
    public static readonly DiagnosticDescriptor CallRunsAgain = new(
        id: "MGRAD0211",
        title: "Derivative runs the method once more",
        messageFormat: "The derivative runs '{0}' once more, because its assembly offers no way to run it once (the help page lists why): what it changes changes twice, and the derivative is wrong where what it reads has changed meanwhile; have it compiled with a pair, give it a [DerivativeOf] method in this project, or set the severity of MGRAD0211 to none where it changes nothing",
        category: DiagnosticCategories.Derivatives,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0211"));
}
