using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Discovery;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// Binds the body of a marked method and lowers it. A body that names a generated member, or does not bind, is bound against
/// the generated declarations (<see cref="StubCompilation"/>); an invalid operation is never repaired by hand.
/// </summary>
internal static class MethodBinder
{
    public static BoundMethod Bind(DiscoveredMethod discovered, BindIndex index, CancellationToken cancellationToken)
    {
        if (discovered.Signature is null)
        {
            return new(discovered.Method.Name, discovered.NameLocation, null, discovered.Diagnostics, []);
        }

        MethodSignature signature = index.Signatures.WithTapeOverloadDecided(discovered.Signature);
        if (index.Signatures.Collision(signature) is MemberSignature taken)
        {
            Diagnostic collision = Diagnostic.Create(UsageDiagnostics.GeneratedSignatureTaken, discovered.NameLocation, taken.Name, signature.Name);
            return new(discovered.Method.Name, discovered.NameLocation, null, [collision], []);
        }

        try
        {
            return Lower(discovered, signature, index, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Diagnostic report = Diagnostic.Create(InternalDiagnostics.StageFailed, discovered.NameLocation, signature.Name, Failure.Describe(failure));
            MethodModel model = new(signature, BodyState.Unsupported, null);
            return new(discovered.Method.Name, discovered.NameLocation, model, [report], []);
        }
    }

    private static BoundMethod Lower(DiscoveredMethod discovered, MethodSignature signature, BindIndex index, CancellationToken cancellationToken)
    {
        _ = index;
        cancellationToken.ThrowIfCancellationRequested();
        MethodModel model = new(signature, BodyState.DoesNotBind, null);
        return new(discovered.Method.Name, discovered.NameLocation, model, [], []);
    }
}
