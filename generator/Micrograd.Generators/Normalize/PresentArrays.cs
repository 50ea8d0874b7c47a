using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>Which variables hold an array and never null: those that the generated member asked at its start, and what the method made itself.</summary>
internal sealed class PresentArrays
{
    private readonly HashSet<int> _present;

    private PresentArrays(HashSet<int> present) => _present = present;

    public static PresentArrays Of(EquatableArray<IrStatement> body, EquatableArray<IrParameter> parameters)
    {
        ILookup<int, IrExpression> given = body.AllStatements().Where(static s => s.DefinedLocal() is { Type: ArrayType } && s.StoredValue() is not null).ToLookup(static s => s.DefinedLocal()!.Id, static s => s.StoredValue()!);
        HashSet<int> asked = [.. parameters.Where(static p => p is { Role: not ParameterRole.Constant, Local.Type: ArrayType }).Select(static p => p.Local.Id)];
        PresentArrays arrays = new([.. given.Select(static g => g.Key).Except(parameters.Select(static p => p.Local.Id)), .. asked]);

        // What is given something that may be null may be null, and so may what is given that.
        while (arrays._present.RemoveWhere(local => !given[local].All(arrays.IsThere)) > 0)
        {
        }

        return arrays;
    }

    /// <summary>Evaluating the expression cannot throw and changes nothing.</summary>
    public bool IsHarmless(IrExpression expression) => CodeEffects.IsHarmless(expression, IsThere);

    private bool IsThere(IrExpression array) => array switch
    {
        NewArrayExpression or FilledArrayExpression => true,
        LocalExpression local => _present.Contains(local.Local.Id),
        ConditionalExpression choice => IsThere(choice.WhenTrue) && IsThere(choice.WhenFalse),
        _ => false,
    };
}
