using Micrograd.Generators.Analyses;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Normalize;
using Micrograd.Generators.Transform;
using Micrograd.Generators.Transform.Reverse;

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
            MemberBodies bodies = model switch
            {
                { Ir: MethodIr method } => Transform(method, cancellationToken),
                { State: BodyState.DoesNotBind } => new MemberBodies.Placeholder(),
                _ => new MemberBodies.Unsupported(),
            };
            return new(hintName, new GeneratedFile(hintName, MemberFileEmitter.Emit(model.Signature, bodies)), []);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(hintName, null, [new(FindingKind.StageFailed, -1, [Failure.Describe(failure)])]);
        }
    }

    private static MemberBodies.Complete Transform(MethodIr method, CancellationToken cancellationToken)
    {
        MethodIr normalized = Normalizer.Normalize(method);
        cancellationToken.ThrowIfCancellationRequested();
        VariedFacts varied = VariedAnalysis.Analyze(normalized);
        BackwardBody? backward = method.Signature.Options.Gradient ? Backward(normalized) : null;
        cancellationToken.ThrowIfCancellationRequested();
        TapeBody? tape = method.Signature.Options.Tape ? Tape(normalized, varied) : null;
        return new(backward, tape);
    }

    private static BackwardBody Backward(MethodIr method)
    {
        ReverseMethod reverse = ReverseTransform.Apply(method);
        return new(reverse.Statements, reverse.Shadows, reverse.Upstream, WrittenParameters.Find(method.Signature, method.Body));
    }

    private static TapeBody Tape(MethodIr method, VariedFacts varied)
    {
        LiftedMethod lifted = TapeLift.Apply(method, varied);
        return new(lifted.Statements, lifted.Parameters.Select(static parameter => parameter.Local).ToEquatableArray());
    }
}
