using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>Puts the fields of a returned struct together again, without running a constructor of the user's.</summary>
internal sealed class StructResult(StructFieldAccess access)
{
    // Numbers below zero are free: the transforms count upwards.
    private readonly LocalFactory _locals = new(int.MinValue + 1);

    /// <summary>The body with its last statement, a return of the fields, made a return of the struct.</summary>
    public EquatableArray<IrStatement> Return(EquatableArray<IrStatement> body, StructParameter result) =>
        body.Count > 0 && body[body.Count - 1] is ReturnStatement { Value: StructExpression fields } last
            ? Ended(body, last, output => Whole(fields, new Queue<StructLeaf>(result.Leaves), 0, output))
            : body;

    /// <summary>The same on the tape, where a struct is the tuple of its differentiable fields.</summary>
    public static EquatableArray<IrStatement> ReturnOnTape(EquatableArray<IrStatement> body, IrType lifted) =>
        body.Count > 0 && body[body.Count - 1] is ReturnStatement { Value: StructExpression fields } last
            ? Ended(body, last, _ => Tuple(fields, lifted))
            : body;

    private static EquatableArray<IrStatement> Ended(EquatableArray<IrStatement> body, ReturnStatement last, Func<List<IrStatement>, IrExpression> value)
    {
        List<IrStatement> output = [.. body.Take(body.Count - 1)];
        IrExpression whole = value(output);
        output.Add(last with { Value = whole });
        return output.ToEquatableArray();
    }

    private IrExpression Whole(StructExpression value, Queue<StructLeaf> leaves, int depth, List<IrStatement> output)
    {
        List<(FieldStep Step, IrExpression Value)> fields = [];
        foreach (IrExpression field in value.Fields)
        {
            FieldStep step = leaves.Peek().Path[depth];
            if (field is StructExpression inner)
            {
                fields.Add((step, Whole(inner, leaves, depth + 1, output)));
            }
            else
            {
                leaves.Dequeue();
                fields.Add((step, field));
            }
        }

        EquatableArray<IrExpression> values = fields.Select(static f => f.Value).ToEquatableArray();
        string holes = string.Join(", ", values.Select(static (_, i) => $"{{{i}}}"));
        return value.Struct switch
        {
            { IsTuple: true } => Tuple(holes, values, value.Struct),
            { Text: var text } when text.StartsWith("global::System.Numerics.", StringComparison.Ordinal) => new OpaqueExpression($"new {text}({holes})", values, value.Type),
            _ when fields.All(static f => f.Step.Access <= FieldAccess.InitOnly) => new OpaqueExpression(
                $"default({value.Type.Text}) with {{{{ {string.Join(", ", fields.Select(static (f, i) => $"{Identifier.Escape(f.Step.Name)} = {{{i}}}"))} }}}}", values, value.Type),
            _ => FieldByField(value.Struct, fields, output),
        };
    }

    private LocalExpression FieldByField(StructType type, List<(FieldStep Step, IrExpression Value)> fields, List<IrStatement> output)
    {
        LocalExpression made = new(_locals.Create("made", type));
        output.Add(new DeclareStatement(made.Local, new ConstantExpression(type, 0, $"default({type.Text})")));
        foreach ((FieldStep step, IrExpression value) in fields)
        {
            output.Add(step.Access switch
            {
                FieldAccess.InitOnly => new AssignStatement(made, StructFieldAccess.With(made, [step], value)),
                FieldAccess.Variable or FieldAccess.Settable => new AssignStatement(StructFieldAccess.Named(made, [step]), value),
                _ => new AssignStatement(access.Reference(made, [step], isReadOnly: false), value),
            });
        }

        return made;
    }

    private static IrExpression Tuple(StructExpression value, IrType lifted)
    {
        bool keepsAll = value.Struct.IsTuple;
        Queue<IrType> types = new(((StructType)lifted).Fields.Select(static f => f.Type));
        EquatableArray<IrExpression> values = value.Fields
            .Select((field, i) => (field, value.Struct.Fields[i].IsDifferentiable))
            .Where(f => keepsAll || f.IsDifferentiable)
            .Select(f => types.Dequeue() is var type && f.field is StructExpression inner && f.IsDifferentiable ? Tuple(inner, type) : f.field)
            .ToEquatableArray();
        return Tuple(string.Join(", ", values.Select(static (_, i) => $"{{{i}}}")), values, (StructType)lifted);
    }

    // C# has no syntax for a tuple of one.
    private static OpaqueExpression Tuple(string holes, EquatableArray<IrExpression> values, StructType type) =>
        new(values.Count == 1 ? $"new {type.Text}({holes})" : $"({holes})", values, type);
}
