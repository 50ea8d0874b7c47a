using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>What <see cref="IrVerifier"/> has to say about the bodies of one method's members, with the locals that their parameters declare.</summary>
internal static class BodyVerification
{
    public static IReadOnlyList<string> Problems(MethodIr ir, BackwardBody? body)
    {
        if (body is null)
        {
            return [];
        }

        MethodSignature method = ir.Signature;

        // What belongs to a [Parameter] member is declared in the body, but for the place where the derivative of a number is kept.
        IEnumerable<IrLocal> given = method.Parameters.Where(IsGiven).Select(static p => p.Local)
            .Concat(body.Shadows.Where((shadow, i) => IsGiven(method.Parameters[i]) || shadow is { Type.IsView: false }).OfType<IrLocal>())
            .Concat(ir.StructResult is { } result ? result.Leaves.Select(static l => l.Local) : []);
        return Describe("Backward", IrVerifier.Verify(InOrder(body), body.Upstream is null ? given : given.Append(body.Upstream), method.ReturnType));
    }

    public static IReadOnlyList<string> Problems(MethodSignature method, TapeBody? body) =>
        body is null ? [] : Describe("tape", IrVerifier.Verify(body.Statements, body.Parameters.Where((_, i) => IsGiven(method.Parameters[i])), body.ReturnType));

    /// <summary>Of a pair: what its forward half puts on the scratch stack, its reverse half takes off.</summary>
    public static IReadOnlyList<string> Problems(PairBody pair)
    {
        if (pair.Halves is not { } halves)
        {
            return [];
        }

        IrLocal[] parameters = [.. pair.Signature.Parameters.Select(static p => p.Local)];
        IrLocal[] added = [.. halves.Shadows.OfType<IrLocal>(), .. halves.Upstream is { } upstream ? new[] { upstream } : []];
        return
        [
            .. Describe("Forward", IrVerifier.Scopes(halves.Forward, parameters, pair.Signature.ReturnType)),
            .. Describe("Reverse", IrVerifier.Scopes(halves.Reverse, parameters.Concat(added), IrType.Void)),
            .. Describe(pair.Target.Name, ScratchBalance.Check([.. halves.Forward, .. halves.Reverse])),
        ];
    }

    // What follows in any case, before the value is returned.
    private static EquatableArray<IrStatement> InOrder(BackwardBody body)
    {
        int end = body.Statements.Count > 0 && body.Statements[body.Statements.Count - 1] is ReturnStatement ? body.Statements.Count - 1 : body.Statements.Count;
        return body.Exit.Count == 0 ? body.All : [.. body.Entry, .. body.Statements.Take(end), .. body.Exit, .. body.Statements.Skip(end)];
    }

    private static bool IsGiven(IrParameter parameter) => parameter.State?.Name is null;

    private static IReadOnlyList<string> Describe(string member, IReadOnlyList<string> problems) => [.. problems.Select(p => $"{member}: {p}")];
}
