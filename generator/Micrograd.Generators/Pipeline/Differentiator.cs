using Micrograd.Generators.Analyses;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Normalize;
using Micrograd.Generators.Transform;

namespace Micrograd.Generators.Pipeline;

/// <summary>From the model of a method to its generated file: the stages in their order. A function of the model alone.</summary>
internal static class Differentiator
{
    public static DifferentiationResult Differentiate(MethodModel model, BuildOptions options, CancellationToken cancellationToken)
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

            return Differentiate(model, PairAnalysis.Apply(Normalizer.Normalize(lowered)), options, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(hintName, null, [new(FindingKind.StageFailed, -1, [Failure.Describe(failure)])]);
        }
    }

    private static DifferentiationResult Differentiate(MethodModel model, MethodIr method, BuildOptions options, CancellationToken cancellationToken)
    {
        string hintName = model.Signature.HintName;
        VariedFacts varied = VariedAnalysis.Analyze(method);
        Finding[] dropped = method.Pairs.Where(static p => p.Rule is null).Select(static p => p.Method).Prepend(method)
            .SelectMany(static m => DroppedDerivativeAnalysis.Analyze(m, VariedAnalysis.Analyze(m)))
            .Select(ToFinding)
            .ToArray();
        if (dropped.Length > 0)
        {
            return new(hintName, Emit(model, new MemberBodies.Unsupported()), dropped.ToEquatableArray());
        }

        cancellationToken.ThrowIfCancellationRequested();
        method = ConstantStores.Open(method);
        List<Finding> findings = [.. Independence(method), .. RepeatedCalls.Find(method).Select(static site => new Finding(FindingKind.CallRunsAgain, site, default))];
        PairReversals reversals = PairStage.Reverse(method, options);
        BackwardBody? backward = model.Signature.Options.Gradient ? BackwardStage.Run(method, varied, options, reversals.Obstacle, findings) : null;
        cancellationToken.ThrowIfCancellationRequested();
        TapeBody? tape = MemberSignature.Tape(model.Signature) is null ? null : Tape(method, varied, findings);
        EquatableArray<PairBody> pairs = PairStage.Run(method, backward, tape, reversals, findings);
        if (findings.Any(static f => f.Kind is FindingKind.NoDerivative or FindingKind.NoTapeOverload))
        {
            return new(hintName, Emit(model, new MemberBodies.Unsupported()), findings.ToEquatableArray());
        }

        PairMember? pair = backward is null or { IsOnTape: true } ? null : PairMemberStage.Run(method, options);
        string[] problems = [.. BodyVerification.Problems(method, backward), .. pair is null ? [] : BodyVerification.Problems(pair.Body), .. BodyVerification.Problems(method.Signature, tape), .. pairs.SelectMany(BodyVerification.Problems)];
        return problems.Length > 0
            ? new(hintName, null, [new(FindingKind.VerificationFailed, -1, [problems[0]])])
            : new(hintName, Emit(model, Recombined(model, method, backward, tape) with { Pair = pair, Pairs = pairs }), findings.ToEquatableArray());
    }

    private static MemberBodies.Complete Recombined(MethodModel model, MethodIr method, BackwardBody? backward, TapeBody? tape)
    {
        if (method.Structs.Count == 0)
        {
            return new(backward, tape);
        }

        backward = backward is null ? null : StructRecombination.Apply(backward, method, model.Signature);
        tape = tape is null ? null : StructRecombination.Apply(tape, method, model.Signature);
        return tape is { MissingField: { } field } ? new(backward, null) { MissingOnTape = field } : new(backward, tape);
    }

    private static GeneratedFile Emit(MethodModel model, MemberBodies bodies) =>
        new(model.Signature.HintName, MemberFileEmitter.Emit(model.Signature, bodies));

    internal static TapeBody Tape(MethodIr method, VariedFacts varied)
    {
        LiftedMethod lifted = TapeLift.Apply(TypeParameterErasure.Apply(method), varied);
        return StateBinding.Bind(method.Signature, new TapeBody(lifted.Body, lifted.Parameters.Select(static p => p.Local).ToEquatableArray(), lifted.ReturnType));
    }

    private static TapeBody? Tape(MethodIr method, VariedFacts varied, List<Finding> findings)
    {
        try
        {
            return Tape(method, varied);
        }
        catch (NotOnTapeException unsupported)
        {
            findings.Add(new(FindingKind.NoTapeOverload, -1, [unsupported.Message]));
            return null;
        }
    }

    private static Finding ToFinding(DroppedDerivative drop) =>
        new(drop.Kind == DropKind.Call ? FindingKind.CallHasNoDerivative : FindingKind.DerivativeDropped, drop.Site, [drop.Operand]);

    // A method that stores what varies where the caller sees it is no constant, whatever it returns.
    private static EquatableArray<Finding> Independence(MethodIr method)
    {
        bool isConstant = method.Signature.HasGradient
            && method.Body.Count > 0 && method.Body[method.Body.Count - 1] is ReturnStatement { Value: { } result } && !VariedAnalysis.AnalyzeFlow(method).IsVaried(result);
        return isConstant && !WrittenParameters.Find(method.Signature, method.Body).Any(i => method.Signature.Parameters[i].Role != ParameterRole.Constant)
            ? [new Finding(FindingKind.ResultIsIndependent, -1, default)]
            : default;
    }
}
