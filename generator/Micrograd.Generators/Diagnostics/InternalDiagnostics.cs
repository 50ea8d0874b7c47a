using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Diagnostics;

/// <summary>MGRAD90xx: mistakes of the generator itself. Other methods are generated all the same.</summary>
internal static class InternalDiagnostics
{
    public static readonly DiagnosticDescriptor StageFailed = new(
        id: "MGRAD9001",
        title: "Generator failed",
        messageFormat: "The derivatives of '{0}' could not be generated because of a mistake in Micrograd's generator ({1}); please report it with the method's source, and remove [Differentiable] until it is mended",
        category: DiagnosticCategories.Internal,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD9001"));

    /// <summary>A wrong gradient is worse than none.</summary>
    public static readonly DiagnosticDescriptor VerificationFailed = new(
        id: "MGRAD9002",
        title: "Generated derivative failed verification",
        messageFormat: "The derivatives of '{0}' failed the generator's own check ({1}), so none are generated; please report it with the method's source, and remove [Differentiable] until it is mended",
        category: DiagnosticCategories.Internal,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD9002"));
}
