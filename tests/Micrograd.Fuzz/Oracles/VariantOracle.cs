using System.Collections.Immutable;
using Micrograd.Fuzz.Programs;
using Micrograd.Fuzz.Running;
using Micrograd.Generators.Tests.Probing;
using Xunit.Sdk;

namespace Micrograd.Fuzz.Oracles;

/// <summary>
/// In one variant: value and side effects bit by bit, the tape's gradient, bytes allocated, scratch memory returned. Where the
/// method itself throws, its derivatives throw the same.
/// </summary>
internal sealed class VariantOracle(Variant variant) : Oracle
{
    // On the tape a float method computes in double.
    private const double SingleTolerance = 2e-2;
    private const double Tolerance = 1e-10;

    public override string Name => variant.Name;

    public override string? Judge(CompiledProgram program, ImmutableArray<object> point)
    {
        if (program.IsOnTape && program.Program.IsSingle)
        {
            // Its members compute on the tape too: not the method's own bits.
            return null;
        }

        ProbedMethod method = program.Variants[variant.Name];
        if (Thrown(method, point) is { } thrown)
        {
            return JudgeThrown(method, point, thrown);
        }

        OracleOptions options = new()
        {
            Smooth = false,
            // The tape keeps double where the program rounds to float, and may then decide otherwise.
            Tape = variant.HasTape && !program.Program.Forms.Contains(Form.PrecisionConversion) && (!program.Program.IsSingle || !program.Program.Forms.Any(static f => f is Form.Comparison or Form.StructEquality)),
            Allocates = program.IsOnTape || program.Program.Allocates,
            Tolerance = program.Program.IsSingle ? SingleTolerance : Tolerance,
        };
        try
        {
            new OracleCheck(method, point, options).Run();
            return null;
        }
        catch (XunitException failure)
        {
            return failure.Message.Split('\n')[0];
        }
    }

    private string? JudgeThrown(ProbedMethod method, ImmutableArray<object> point, Type expected)
    {
        long scratchBefore = ScratchMemory.BytesInUse;
        double[] seeds = [.. Enumerable.Repeat(1.0, method.Result.IsArray || !method.Result.HasUpstream ? 0 : method.Result.Shape?.Leaves.Count ?? 1)];
        List<(string Member, Type? Thrown)> members = [("FBackward", Thrown(() => method.Backward(method.Arguments(point), seeds, Zeros(method, point))))];
        if (method.HasGradient)
        {
            members.Add(("FGradient", Thrown(() => method.Gradient(method.Arguments(point), Zeros(method, point)))));
        }

        if (variant.HasTape)
        {
            members.Add(("the tape", Thrown(() => method.Tape(method.Arguments(point), seeds, Zeros(method, point)))));
        }

        foreach ((string member, Type? thrown) in members)
        {
            if (thrown != expected)
            {
                return $"the method throws {expected.Name}, {member} {thrown?.Name ?? "nothing"}";
            }
        }

        long kept = ScratchMemory.BytesInUse - scratchBefore;
        return kept == 0 ? null : $"{kept} bytes of scratch memory not returned after {expected.Name}";
    }

    private static object?[] Zeros(ProbedMethod method, ImmutableArray<object> point) => method.ZeroDerivatives(method.Arguments(point));
}
