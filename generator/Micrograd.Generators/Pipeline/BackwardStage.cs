using Micrograd.Generators.Analyses;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Optimize;
using Micrograd.Generators.Transform;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Pipeline;

/// <summary>The body of <c>FBackward</c>: a reverse sweep where one can be written, the tape where not, and a word about it.</summary>
internal static class BackwardStage
{
    /// <param name="method">The normalised method.</param>
    /// <param name="varied">Which of its locals vary.</param>
    /// <param name="options">The switches of the build.</param>
    /// <param name="obstacle">Why a method that it calls through a pair has no reverse sweep; null if all have.</param>
    /// <param name="findings">Receives what is to be said.</param>
    public static BackwardBody? Run(MethodIr method, VariedFacts varied, BuildOptions options, string? obstacle, List<Finding> findings)
    {
        EquatableArray<int> written = WrittenParameters.Find(method.Signature, method.Body);
        if (obstacle is not null)
        {
            return OnTheTape(method, varied, written, obstacle, findings);
        }

        try
        {
            ReverseMethod reverse = ReverseTransform.Apply(method, options.StoreEverything);
            return Body(method.Signature, options.Optimize ? reverse with { Statements = Optimizer.Optimize(reverse.Statements, method.NextLocalId, reverse.AdjointLocals, Scattered(method, reverse.Shadows)) } : reverse, written);
        }
        catch (ReverseNotSupportedException unsupported)
        {
            return OnTheTape(method, varied, written, unsupported.Message, findings);
        }
    }

    // A field of all elements of an array of structs, and its derivative.
    private static HashSet<int> Scattered(MethodIr method, EquatableArray<IrLocal?> shadows)
    {
        HashSet<int> fields = [.. method.Structs.Where(static s => s.Element is not null).SelectMany(static s => s.Leaves).Select(static l => l.Local.Id)];
        return [.. fields, .. shadows.Where((shadow, i) => shadow is not null && fields.Contains(method.Signature.Parameters[i].Local.Id)).Select(static s => s!.Id)];
    }

    private static BackwardBody? OnTheTape(MethodIr method, VariedFacts varied, EquatableArray<int> written, string reason, List<Finding> findings)
    {
        try
        {
            BackwardBody body = Body(method.Signature, TapeBackward.Apply(method, varied, written), written) with { IsOnTape = true };
            findings.Add(new(FindingKind.OnTheTape, -1, [reason]));
            return body;
        }
        catch (NotOnTapeException unsupported)
        {
            findings.Add(new(FindingKind.NoDerivative, -1, [reason, unsupported.Message]));
            return null;
        }
    }

    private static BackwardBody Body(MethodSignature signature, ReverseMethod method, EquatableArray<int> written) =>
        StateBinding.Bind(signature, new BackwardBody(method.Statements, method.Shadows, method.Upstream, written) { Entry = method.Entry, Exit = method.Exit });
}
