using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>What <see cref="IrVerifier"/> has to say about the bodies of one method's members, with the locals that their parameters declare.</summary>
internal static class BodyVerification
{
    public static IReadOnlyList<string> Problems(MethodSignature method, BackwardBody? body)
    {
        if (body is null)
        {
            return [];
        }

        IEnumerable<IrLocal> given = method.Parameters.Select(static p => p.Local).Concat(body.Shadows.OfType<IrLocal>());
        return Describe("Backward", IrVerifier.Verify(body.Statements, body.Upstream is null ? given : given.Append(body.Upstream), method.ReturnType));
    }

    public static IReadOnlyList<string> Problems(MethodSignature method, TapeBody? body) =>
        body is null ? [] : Describe("tape", IrVerifier.Verify(body.Statements, body.Parameters, body.ReturnType));

    private static IReadOnlyList<string> Describe(string member, IReadOnlyList<string> problems) => [.. problems.Select(p => $"{member}: {p}")];
}
