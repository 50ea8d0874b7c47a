using Micrograd.Generators.Emit;

namespace Micrograd.Generators.Pipeline;

/// <summary>From the model of a method to its generated file: the stages in their order. A function of the model alone.</summary>
internal static class Differentiator
{
    public static DifferentiationResult Differentiate(MethodModel model, CancellationToken cancellationToken)
    {
        string hintName = model.Signature.HintName;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            MemberBodies bodies = model.State == BodyState.DoesNotBind ? new MemberBodies.Placeholder() : new MemberBodies.Unsupported();
            return new(hintName, new GeneratedFile(hintName, MemberFileEmitter.Emit(model.Signature, bodies)), []);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(hintName, null, [new(FindingKind.StageFailed, -1, [Failure.Describe(failure)])]);
        }
    }
}
