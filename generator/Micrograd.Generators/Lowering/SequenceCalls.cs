using Micrograd.Generators.Rules;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Reads a chain of <c>Enumerable</c> calls that stands in one expression, from an array or a range to a number. Nothing of it is
/// seen from outside while it runs, so that it may as well be a loop.
/// </summary>
internal sealed class SequenceCalls(LoweringScope scope, CallChain chain)
{
    private static readonly HashSet<string> Ends = ["Sum", "Average", "Min", "Max", "Aggregate", "ToArray"];

    private static readonly HashSet<string> Stages = ["Select", "Where", "Take", "Skip", "Zip"];

    /// <summary>The chain that the call ends; null where it carries no derivative, or is more than a loop.</summary>
    public SequencePlan? Read(IInvocationOperation call)
    {
        if (!IsEnumerable(call) || !Ends.Contains(call.TargetMethod.Name) || !TypeMapping.Map(call.Type).IsDifferentiable || Source(call.Arguments[0].Value) is not { } source)
        {
            return null;
        }

        bool isFiltered = source.Stages.Any(static s => s.Name == "Where");
        return StageOf(call) is { } end && !(isFiltered && end.Name == "ToArray") && IsEnd(end) ? source with { Stages = source.Stages.Add(end) } : null;
    }

    private static bool IsEnumerable(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } } method && method.IsFramework();

    private static bool IsEnd(SequenceStage end)
    {
        ITypeSymbol type = end.Call.Type!;
        return end.Name switch
        {
            "Aggregate" => !TypeMapping.Map(type).IsView,
            "ToArray" => TypeMapping.Map(type) is Ir.ArrayType { Rank: 1, IsJagged: false },
            _ => type.SpecialType is SpecialType.System_Double or SpecialType.System_Single,
        };
    }

    private SequencePlan? Source(IOperation operation)
    {
        IOperation value = operation.Peeled();
        if (value is IInvocationOperation call && IsEnumerable(call))
        {
            return call.TargetMethod.Name == "Range" ? new SequencePlan(call, [])
                : Stages.Contains(call.TargetMethod.Name) && Source(call.Arguments[0].Value) is { } source && StageOf(call) is { } stage && Follows(stage, source)
                    ? source with { Stages = source.Stages.Add(stage) }
                    : null;
        }

        return TypeMapping.Map(value.Type) is Ir.ArrayType { Rank: 1 } array && (TypeMapping.IsNumber(array.Element) || array.IsJagged) ? new SequencePlan(value, []) : null;
    }

    // Behind a filter the place of an element is not known before it is reached.
    private bool Follows(SequenceStage stage, SequencePlan source) =>
        (stage.Name is "Where" or "Select" && !stage.TakesIndex || !source.Stages.Any(static s => s.Name == "Where"))
        && (stage.Name is not ("Skip" or "Zip") || !source.Stages.SelectMany(static s => s.Functions).Any(f => ChangesSomething(f) || (AsksForMore(stage, source) && Throws(f))));

    // Elements that Zip leaves out, and Skip after a stage that counts, are computed all the same by stages in front of them, which
    // a function can tell that changes something or throws.
    private static bool AsksForMore(SequenceStage stage, SequencePlan source) => stage.Name == "Zip" || source.Stages.Any(static s => s.Name == "Zip" || s.TakesIndex);

    private bool Throws(KnownFunction function) =>
        MethodBody.Find(function, scope) is { } body && body.Descendants().Any(static o => o is IThrowOperation);

    private bool ChangesSomething(KnownFunction function) => MethodBody.Find(function, scope) is { } body
        && (MethodBody.WrittenSymbols(body).Any(s => !SymbolEqualityComparer.Default.Equals(s.ContainingSymbol, function.Method))
            || body.Descendants().OfType<IInvocationOperation>().Any(static c => c.TargetMethod.MethodKind == MethodKind.LocalFunction || CallResolution.IsNoDiff(c.TargetMethod)));

    private SequenceStage? StageOf(IInvocationOperation call)
    {
        List<KnownFunction> functions = [];
        foreach (IArgumentOperation argument in call.Arguments.Where(static a => a.Parameter!.Type.TypeKind == TypeKind.Delegate))
        {
            if (scope.Functions.Of(argument.Value, chain, scope.Receiver) is not { } function || !CanApply(function))
            {
                return null;
            }

            functions.Add(function);
        }

        bool isOther = call.Arguments.Any(static a => a.Parameter!.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: not "IEnumerable" } or INamedTypeSymbol { Name: "Range" });
        SequenceStage stage = new(call, [.. functions]);
        return isOther || (stage.Name is "Zip" && (functions.Count != 1 || call.Arguments.Length != 3)) || (stage.TakesIndex && stage.Name != "Select") ? null
            : stage.Name != "Zip" ? stage
            : Source(call.Arguments[1].Value) is { Stages: var stages } second && !stages.Any(static s => s.Name is "Where") ? stage with { Second = second }
            : null;
    }

    private bool CanApply(KnownFunction function) =>
        function.Body is not null
        || CallResolution.OwnDerivative(function.Method, scope) is null
            && (RuleTable.IsKnown(CallResolution.KeyOf(function.Method)) || !function.Method.DeclaringSyntaxReferences.IsEmpty);
}
