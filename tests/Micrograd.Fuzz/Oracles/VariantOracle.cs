using System.Collections.Immutable;
using Micrograd.Fuzz.Programs;
using Micrograd.Fuzz.Running;
using Micrograd.Generators.Tests.Probing;
using Xunit.Sdk;

namespace Micrograd.Fuzz.Oracles;

/// <summary>In one variant: value and side effects bit by bit, the tape's gradient, bytes allocated, scratch memory returned.</summary>
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
        OracleOptions options = new()
        {
            Smooth = false,
            // The tape keeps double where the program rounds to float, and may then decide otherwise.
            Tape = variant.HasTape && !program.Program.Forms.Contains(Form.PrecisionConversion) && (!program.Program.IsSingle || !program.Program.Forms.Any(static f => f is Form.Comparison or Form.StructEquality)),
            Allocates = program.IsOnTape || program.Program.Forms.Contains(Form.NullableArray) || program.Program.Reached.Any(static m => m.Form is Form.RecursiveHelper or Form.RecursiveOverSpan && m.Nodes.Any(static n => Allocates(n))),
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

    // A call of a recursive method that carries no derivative is kept as it is, and the method makes its own arrays.
    private static bool Allocates(Node node) =>
        node.Form is Form.NewArray or Form.ArrayInitializer or Form.CollectionExpression or Form.ArrayClone or Form.ToArray or Form.Grid or Form.ArrayOfStructs or Form.Lambda or Form.LambdaPassed;
}
