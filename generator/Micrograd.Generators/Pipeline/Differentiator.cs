using Micrograd.Generators.Analyses;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Normalize;
using Micrograd.Generators.Optimize;
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
            if (model.Ir is not { } lowered)
            {
                MemberBodies bodies = model.State == BodyState.DoesNotBind ? new MemberBodies.Placeholder() : new MemberBodies.Unsupported();
                return new(hintName, Emit(model, bodies), []);
            }

            return Differentiate(model, Normalizer.Normalize(lowered), cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(hintName, null, [new(FindingKind.StageFailed, -1, [Failure.Describe(failure)])]);
        }
    }

    private static DifferentiationResult Differentiate(MethodModel model, MethodIr method, CancellationToken cancellationToken)
    {
        string hintName = model.Signature.HintName;
        VariedFacts varied = VariedAnalysis.Analyze(method);
        Finding[] dropped = DroppedDerivativeAnalysis.Analyze(method, varied).Select(ToFinding).ToArray();
        if (dropped.Length > 0)
        {
            return new(hintName, Emit(model, new MemberBodies.Unsupported()), dropped.ToEquatableArray());
        }

        cancellationToken.ThrowIfCancellationRequested();
        BackwardBody? backward = model.Signature.Options.Gradient ? Backward(method) : null;
        cancellationToken.ThrowIfCancellationRequested();
        TapeBody? tape = model.Signature.Options.Tape ? Tape(method, varied) : null;
        return new(hintName, Emit(model, new MemberBodies.Complete(backward, tape)), Independence(method));
    }

    private static GeneratedFile Emit(MethodModel model, MemberBodies bodies) =>
        new(model.Signature.HintName, MemberFileEmitter.Emit(model.Signature, bodies));

    private static BackwardBody Backward(MethodIr method)
    {
        ReverseMethod reverse = ReverseTransform.Apply(method);
        EquatableArray<IrStatement> statements = Optimizer.Optimize(reverse.Statements, method.NextLocalId);
        return new BackwardBody(statements, reverse.Shadows, reverse.Upstream, WrittenParameters.Find(method.Signature, method.Body));
    }

    private static TapeBody Tape(MethodIr method, VariedFacts varied)
    {
        LiftedMethod lifted = TapeLift.Apply(TypeParameterErasure.Apply(method), varied);
        return new TapeBody(lifted.Statements, lifted.Parameters.Select(static p => p.Local).ToEquatableArray());
    }

    private static Finding ToFinding(DroppedDerivative drop) =>
        new(drop.Kind == DropKind.Call ? FindingKind.CallHasNoDerivative : FindingKind.DerivativeDropped, drop.Site, [drop.Operand]);

    private static EquatableArray<Finding> Independence(MethodIr method) =>
        method.Signature.HasGradient && method.Body.Count > 0 && method.Body[method.Body.Count - 1] is ReturnStatement { Value: { } result }
            && !VariedAnalysis.Analyze(method).IsVaried(result) && !method.Signature.Parameters.Any(static p => p.IsWritable && p.Role == ParameterRole.Independent)
            ? [new Finding(FindingKind.ResultIsIndependent, -1, default)]
            : default;
}
