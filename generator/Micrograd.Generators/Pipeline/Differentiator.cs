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
        List<Finding> findings = [.. Independence(method, varied)];
        BackwardBody? backward = model.Signature.Options.Gradient ? Backward(method, varied, findings) : null;
        if (backward is null && model.Signature.Options.Gradient)
        {
            return new(hintName, Emit(model, new MemberBodies.Unsupported()), findings.ToEquatableArray());
        }

        cancellationToken.ThrowIfCancellationRequested();
        TapeBody? tape = MemberSignature.Tape(model.Signature) is null ? null : Tape(method, varied);
        string[] problems = [.. BodyVerification.Problems(method.Signature, backward), .. BodyVerification.Problems(method.Signature, tape)];
        return problems.Length > 0
            ? new(hintName, null, [new(FindingKind.VerificationFailed, -1, [problems[0]])])
            : new(hintName, Emit(model, new MemberBodies.Complete(backward, tape)), findings.ToEquatableArray());
    }

    private static GeneratedFile Emit(MethodModel model, MemberBodies bodies) =>
        new(model.Signature.HintName, MemberFileEmitter.Emit(model.Signature, bodies));

    private static BackwardBody? Backward(MethodIr method, VariedFacts varied, List<Finding> findings)
    {
        EquatableArray<int> written = WrittenParameters.Find(method.Signature, method.Body);
        try
        {
            ReverseMethod reverse = ReverseTransform.Apply(method);
            EquatableArray<IrStatement> statements = Optimizer.Optimize(reverse.Statements, method.NextLocalId);
            return new BackwardBody(statements, reverse.Shadows, reverse.Upstream, written);
        }
        catch (ReverseNotSupportedException unsupported)
        {
            bool canLift = TapeBackward.CanApply(method.Signature);
            findings.Add(new(canLift ? FindingKind.OnTheTape : FindingKind.NoDerivative, -1, [unsupported.Message]));
            if (!canLift)
            {
                return null;
            }

            ReverseMethod onTape = TapeBackward.Apply(method, varied, written);
            return new BackwardBody(onTape.Statements, onTape.Shadows, onTape.Upstream, written);
        }
    }

    private static TapeBody Tape(MethodIr method, VariedFacts varied)
    {
        LiftedMethod lifted = TapeLift.Apply(method, varied);
        return new TapeBody(lifted.Statements, lifted.Parameters.Select(static p => p.Local).ToEquatableArray(), lifted.ReturnType);
    }

    private static Finding ToFinding(DroppedDerivative drop) =>
        new(drop.Kind == DropKind.Call ? FindingKind.CallHasNoDerivative : FindingKind.DerivativeDropped, drop.Site, [drop.Operand]);

    // A method that stores what varies where the caller sees it is no constant, whatever it returns.
    private static EquatableArray<Finding> Independence(MethodIr method, VariedFacts varied)
    {
        bool isConstant = method.Signature.HasGradient
            && method.Body.Count > 0 && method.Body[method.Body.Count - 1] is ReturnStatement { Value: { } result } && !varied.IsVaried(result);
        return isConstant && !WrittenParameters.Find(method.Signature, method.Body).Any(i => method.Signature.Parameters[i].Role != ParameterRole.Constant)
            ? [new Finding(FindingKind.ResultIsIndependent, -1, default)]
            : default;
    }
}
