using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Diagnostics;

/// <summary>MGRAD00xx: attributes used where or as they cannot be.</summary>
internal static class UsageDiagnostics
{
    /// <summary>The generated members go into the method's own type, which must let them in.</summary>
    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Error(
        "MGRAD0001",
        "Containing type is not partial",
        "'{0}' is not partial, so the derivatives of '{1}' cannot be added to it; declare '{0}' partial");

    public static readonly DiagnosticDescriptor MethodKindNotSupported = Error(
        "MGRAD0002",
        "Method of this kind cannot be marked",
        "'{0}' is {1}, which cannot be marked [Differentiable]; {2}");

    public static readonly DiagnosticDescriptor MemberNotTrainable = Error(
        "MGRAD0012",
        "Member cannot be a [Parameter]",
        "'{0}' {1}, so it cannot be trained; {2}, or remove [Parameter]");

    public static readonly DiagnosticDescriptor NoDifferentiatedInput = Error(
        "MGRAD0003",
        "No differentiated input",
        "'{0}' has no parameter to differentiate with respect to; give it a floating-point parameter (or an array or span of them) that is not [NoDiff], or remove [Differentiable]");

    public static readonly DiagnosticDescriptor UnknownParameterName = Error(
        "MGRAD0004",
        "WithRespectTo names no parameter",
        "'{0}' is not a parameter of '{1}', so nothing can be differentiated with respect to it; use nameof of one of its parameters ({2})");

    public static readonly DiagnosticDescriptor ParameterNotDifferentiable = Error(
        "MGRAD0005",
        "WithRespectTo names a parameter that has no derivative",
        "'{0}' {1}, so '{2}' cannot be differentiated with respect to it; remove it from WithRespectTo{3}");

    public static readonly DiagnosticDescriptor GeneratedNameTaken = Error(
        "MGRAD0006",
        "Name is needed for a generated member",
        "'{0}' has the name of a member that is generated or reserved for '{1}'; rename one of the two");

    public static readonly DiagnosticDescriptor DerivativeNotAvailable = Error(
        "MGRAD0007",
        "Derivative is not available yet",
        "{0} is not available in this version, so nothing is generated for '{1}'; ask for Derivatives.Gradient and Derivatives.Tape, which are");

    public static readonly DiagnosticDescriptor SignatureNotSupported = Error(
        "MGRAD0008",
        "Signature is not supported yet",
        "'{0}' has {1}, which this version cannot differentiate; {2}");

    public static readonly DiagnosticDescriptor AttributeNotSupported = Error(
        "MGRAD0009",
        "Attribute is not supported yet",
        "[{0}] on '{1}' has no effect in this version, so derivatives would not be what it says; remove it{2}");

    public static readonly DiagnosticDescriptor NoDifferentiatedOutput = Error(
        "MGRAD0010",
        "No differentiated output",
        "'{0}' returns no floating-point number and changes no parameter that carries a derivative, so there is nothing to differentiate; return the result, or write it to an array or span");

    public static readonly DiagnosticDescriptor GeneratedSignatureTaken = Error(
        "MGRAD0011",
        "Two overloads would get the same generated member",
        "'{0}' would be generated for two overloads of '{1}'; rename one of them");

    /// <summary>The override is right C#, and so is what is generated for the base type: it is the derivative of another body.</summary>
    public static readonly DiagnosticDescriptor OverrideNotMarked = new(
        id: "MGRAD0013",
        title: "Override inherits the derivative of another body",
        messageFormat: "'{0}' overrides the [Differentiable] method of '{1}' and {2}, so a '{3}' inherits the derivative of the method in '{1}', which is not that of what '{0}' computes; mark both alike{4}",
        category: DiagnosticCategories.Usage,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0013"));

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, DiagnosticCategories.Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLinks.For(id));
}
