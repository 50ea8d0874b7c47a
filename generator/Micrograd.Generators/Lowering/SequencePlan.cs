using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Where a sequence comes from, an array or <c>Enumerable.Range</c>, and what it goes through; the last stage makes a number of it.</summary>
internal sealed record SequencePlan(IOperation Source, ImmutableArray<SequenceStage> Stages);

/// <summary>One call in a chain, with the functions that it is given.</summary>
internal sealed record SequenceStage(IInvocationOperation Call, ImmutableArray<KnownFunction> Functions)
{
    /// <summary>What <c>Zip</c> goes through beside the first sequence.</summary>
    public SequencePlan? Second { get; init; }

    public string Name => Call.TargetMethod.Name;

    /// <summary>The function wants to know how many elements came before.</summary>
    public bool TakesIndex => Name is "Select" or "Where" && Functions[0].Method.Parameters.Length == 2;

    /// <summary>The elements, or what the function makes of them, are integers, whatever the result is.</summary>
    public bool SumsIntegers =>
        Call.TargetMethod.Parameters.Last().Type is INamedTypeSymbol { TypeArguments: var types } && types.LastOrDefault()?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;

    public IOperation? Argument(string parameter) => Call.Arguments.FirstOrDefault(a => a.Parameter!.Name == parameter)?.Value;
}

/// <summary>A sequence whose elements can be asked for by number.</summary>
internal sealed record IndexedSequence(Ir.IrExpression Count, Func<Ir.IrExpression, Ir.IrExpression> At);
