using System.Globalization;

namespace Micrograd.Generators.Ir;

/// <summary>Writes IR as text for tests and for messages about internal errors; locals show their ids.</summary>
internal static class IrPrinter
{
    public static string Print(IEnumerable<IrStatement> block) => string.Join("\n", Lines(block, ""));

    private static IEnumerable<string> Lines(IEnumerable<IrStatement> block, string indent) => block.SelectMany(s => Lines(s, indent));

    private static IEnumerable<string> Lines(IrStatement statement, string indent)
    {
        yield return indent + Head(statement);
        int part = 0;
        foreach (EquatableArray<IrStatement> nested in statement.Blocks())
        {
            if (statement is IfStatement && part == 1 && nested.Count > 0)
            {
                yield return indent + "else";
            }

            if (statement is LoopStatement && part != 1 && nested.Count > 0)
            {
                yield return indent + (part == 0 ? "initially" : "update");
            }

            foreach (string line in Lines(nested, indent + "    "))
            {
                yield return line;
            }

            part++;
        }
    }

    public static string Head(IrStatement statement) => statement switch
    {
        DeclareStatement s => s.Value is null ? $"{s.Local.Type.Text} {s.Local}" : $"{s.Local.Type.Text} {s.Local} = {Print(s.Value)}",
        AssignStatement s => $"{Print(s.Target)} = {Print(s.Value)}",
        IfStatement { Enclosure: { } around } => $"enclosed by {around.Opening.Template}{string.Concat(around.Cleanup.Select(static c => " " + c.Template))}",
        IfStatement s => $"if {Print(s.Condition)}",
        LoopStatement s => $"{(s.TestsAtEnd ? "do-while" : "while")} {Print(s.Condition)}",
        CountedLoopStatement s => string.Format(CultureInfo.InvariantCulture, "for {0} from {1} while {2} {3} step {4}", s.Counter, Print(s.From), s.Comparison, Print(s.To), s.Step),
        ReturnStatement s => s.Value is null ? "return" : $"return {Print(s.Value)}",
        OpaqueStatement s => $"opaque `{s.Template}`({List(s.Arguments)}){(s.Outputs.Count > 0 ? $" -> {string.Join(", ", s.Outputs)}" : "")}",
        NullCheckStatement s => $"throw if {Print(s.Array)} is null",
        InlineStatement s => $"inline -> {s.Result?.ToString() ?? "nothing"}",
        LabeledStatement s => $"until {s.Label.Name}",
        LeaveStatement s => $"leave to {s.Label.Name}",
        TakeStatement s => $"take {s.Stack} {s.Span}[{Print(s.Length)}]{(s.Cleared ? " cleared" : "")}",
        ReleaseStatement s => $"release {s.Stack} {s.Span?.ToString() ?? "_"}[{Print(s.Length)}]",
        RecordArrayStatement s => $"push all of {Print(s.Span)}",
        CopyStatement s => $"copy {Print(s.From)} to {Print(s.To)}",
        PushStatement s => $"push {Print(s.Value)}",
        CallStatement s => Print(s.Call),
        CommentStatement s => $"// {s.Text}",
        _ => statement.GetType().Name.Replace("Statement", "").ToLowerInvariant(),
    };

    public static string Print(IrExpression expression) => expression switch
    {
        ConstantExpression e => e.Literal,
        LocalExpression e => e.Local.ToString(),
        ElementExpression e => $"{Print(e.Array)}[{List(e.Indices)}]",
        FieldExpression e => $"{Print(e.Target)}.{e.Field}",
        StructExpression e => $"{e.Type.Text}({List(e.Fields)})",
        LengthExpression e => e.Dimension is { } d ? $"length({Print(e.View)}, {d})" : $"length({Print(e.View)})",
        ViewExpression e => $"view({List(e.Operands)})",
        NewArrayExpression e => $"new {e.Type.Text}({List(e.Lengths)})",
        FilledArrayExpression e => $"filled {e.Type.Text}({List(e.Operands)})",
        UnaryExpression e => $"{e.Operator}({Print(e.Operand)})",
        BinaryExpression e => $"({Print(e.Left)} {e.Operator} {Print(e.Right)})",
        ConversionExpression e => $"({e.Type.Text}){Print(e.Operand)}",
        ConditionalExpression e => $"({Print(e.Condition)} ? {Print(e.WhenTrue)} : {Print(e.WhenFalse)})",
        RuleCallExpression e => $"{e.Rule}({List(e.Arguments)})",
        OpaqueExpression e => $"opaque `{e.Template}`({List(e.Arguments)})",
        SubstitutedExpression e => $"{Print(e.Value)} as {Print(e.Derivative)}",
        PairCallExpression e => $"pair {e.Target.Value}({List(e.Arguments)})",
        DerivativeCallExpression e => $"call {e.Target.Method}({List(e.Arguments)})",
        PopExpression => "pop",
        _ => expression.GetType().Name,
    };

    private static string List(IEnumerable<IrExpression> expressions) => string.Join(", ", expressions.Select(Print));
}
