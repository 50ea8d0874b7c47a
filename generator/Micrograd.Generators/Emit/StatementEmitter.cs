using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes IR statements as C#. Knows nothing about derivatives: both sweeps arrive as plain statements.</summary>
internal sealed class StatementEmitter(CodeWriter writer, NameAllocator names)
{
    private readonly ExpressionPrinter _printer = new(names);
    private HashSet<int>? _scoped;
    private string? _lastSource;
    private bool _started;

    public void EmitAll(IEnumerable<IrStatement> statements)
    {
        _scoped ??= ScopedSpans.In(statements);
        bool afterBlock = false;
        foreach (IrStatement statement in statements)
        {
            if (afterBlock && statement is not CommentStatement)
            {
                writer.WriteLine();
            }

            Emit(statement);
            afterBlock = statement is IfStatement or LoopStatement or CountedLoopStatement;
            _started = true;
        }
    }

    private void Emit(IrStatement statement)
    {
        switch (statement)
        {
            case CommentStatement s:
                if (_started)
                {
                    writer.WriteLine();
                }

                _lastSource = null;
                writer.WriteLine($"// {s.Text}");
                break;
            case IfStatement s:
                EmitIf(s);
                break;
            case LoopStatement s:
                EmitLoop(s);
                break;
            case CountedLoopStatement s:
                EmitCountedLoop(s);
                break;
            case NullCheckStatement { Array.Type: not ArrayType }:
                break;
            default:
                WriteWithSource(Simple(statement), statement.Source);
                break;
        }
    }

    private string Simple(IrStatement statement) => statement switch
    {
        DeclareStatement s => Declare(s),
        AssignStatement s => Assign(s),
        ReturnStatement s => s.Value is null ? "return;" : $"return {_printer.Print(s.Value)};",
        OpaqueStatement s => Text(s),
        NullCheckStatement s => NullCheck(s),
        TakeStatement s => $"{s.Span.Type.Text} {_printer.Name(s.Span)} = {Stack(s.Stack)}.{(s.Cleared ? "TakeCleared" : "Take")}<{ElementText(s.Span.Type)}>({_printer.Print(s.Length)});",
        ReleaseStatement s => $"{(s.Span is null ? "" : $"{s.Span.Type.Text} {_printer.Name(s.Span)} = ")}{Stack(s.Stack)}.Release<{s.Element.Text}>({_printer.Print(s.Length)});",
        RecordArrayStatement s => $"{_printer.Print(s.Span)}.CopyTo({names.Records}.Take<{ElementText(s.Span.Type)}>({_printer.Print(s.Span)}.Length));",
        CallStatement s => $"{_printer.Print(s.Call)};",
        CopyStatement s when s.From.Type is ArrayType => $"global::System.MemoryExtensions.CopyTo({_printer.Print(s.From)}, {_printer.Print(s.To)});",
        CopyStatement s => $"{_printer.Print(s.From)}.CopyTo({_printer.Print(s.To)});",
        PushStatement s => $"{names.Records}.{(s.Value.Type is OpaqueType or ArrayType ? "Keep" : "Push")}({_printer.Print(s.Value)});",
        _ => throw new InvalidOperationException($"No C# for {statement.GetType().Name}."),
    };

    // C# takes the name from the text of the argument where none is given.
    private string NullCheck(NullCheckStatement s)
    {
        string array = _printer.Print(s.Array);
        return $"global::System.ArgumentNullException.ThrowIfNull({array}{(s.Name is null || s.Name == $"\"{array}\"" ? "" : $", {s.Name}")});";
    }

    // `out` declares its variable; one for `ref` is declared in a line of its own.
    private string Text(OpaqueStatement s)
    {
        for (int i = 0; i < s.Outputs.Count; i++)
        {
            if (HasEntry(i))
            {
                writer.WriteLine($"{Declaration(i)} = {_printer.Print(s.Arguments[s.EntryArguments[i]])};");
            }
        }

        return _printer.Opaque(s.Template, s.Arguments, i => HasEntry(i) ? _printer.Name(s.Outputs[i]) : Declaration(i));

        bool HasEntry(int output) => output < s.EntryArguments.Count && s.EntryArguments[output] >= 0;

        string Declaration(int output) => $"{s.Outputs[output].Type.Text} {_printer.Name(s.Outputs[output])}";
    }

    private string Stack(ScratchStack stack) => stack == ScratchStack.Records ? names.Records : names.Arrays;

    private static string ElementText(IrType type) => type is SpanType span ? span.Element.Text : ((ArrayType)type).Element.Text;

    private string Declare(DeclareStatement s)
    {
        string type = (_scoped!.Contains(s.Local.Id) ? "scoped " : "") + s.Local.Type.Text, name = _printer.Name(s.Local);
        return s.Value is null ? $"{type} {name};" : $"{type} {name} = {Stored(s.Value, s.Local.Type)};";
    }

    // x = x + e is written x += e and i = i + 1 is written i++, as the user did.
    private string Assign(AssignStatement s)
    {
        string target = _printer.Print(s.Target);
        if (s.Value is BinaryExpression { IsChecked: null } value && value.Left.Equals(s.Target) && value.Operator <= BinaryOperator.UnsignedShiftRight)
        {
            return IsOne(value.Right) && value.Operator is BinaryOperator.Add or BinaryOperator.Subtract
                ? $"{target}{(value.Operator == BinaryOperator.Add ? "++" : "--")};"
                : $"{target} {Operators.Of(value.Operator).Symbol}= {_printer.Print(value.Right)};";
        }

        return $"{target} = {Stored(s.Value, s.Target.Type)};";
    }

    // Generated code is checked for null throughout; the user's need not be.
    private string Stored(IrExpression value, IrType type) =>
        value is ConstantExpression { Literal: "null" } && !type.Text.EndsWith("?", StringComparison.Ordinal) ? "null!" : _printer.Print(value);

    private static bool IsOne(IrExpression expression) => expression is ConstantExpression constant && constant.Type.IsInteger && constant.Is(1);

    private void EmitIf(IfStatement s, string prefix = "")
    {
        if (IsEnclosed(s))
        {
            EmitEnclosed(s);
            return;
        }

        (IrExpression condition, EquatableArray<IrStatement> then, EquatableArray<IrStatement> otherwise) = s.Then.Count == 0 && s.Else.Count > 0
            ? (Negate(s.Condition), s.Else, s.Then)
            : (s.Condition, s.Then, s.Else);
        WriteWithSource($"{prefix}if ({_printer.Print(condition)})", s.Source);
        EmitBlock(then);
        if (otherwise is [IfStatement chained] && chained.Then.Count > 0 && !IsEnclosed(chained))
        {
            EmitIf(chained, "else ");
        }
        else if (otherwise.Count > 0)
        {
            writer.WriteLine("else");
            EmitBlock(otherwise);
        }
    }

    private static bool IsEnclosed(IfStatement s) => s is { Condition: ConstantExpression { Bits: 1 }, Else.Count: 0 };

    // What stood in `try`, `lock` or `using` is a block of its own in reverse.
    private void EmitEnclosed(IfStatement s)
    {
        if (s.Enclosure is { } around)
        {
            writer.WriteLine(_printer.Opaque(around.Opening.Template, around.Opening.Arguments));
        }

        EmitBlock(s.Then);
        if (s.Enclosure is { Cleanup.Count: > 0 } cleaned)
        {
            writer.WriteLine("finally");
            EmitBlock([.. cleaned.Cleanup]);
        }
    }

    private static IrExpression Negate(IrExpression condition) =>
        condition is UnaryExpression { Operator: UnaryOperator.Not } not ? not.Operand : new UnaryExpression(UnaryOperator.Not, condition, IrType.Boolean);

    private void EmitLoop(LoopStatement s)
    {
        if (s.TestsAtEnd)
        {
            writer.WriteLine("do");
            EmitBlock(s.Body);
            writer.WriteLine($"while ({_printer.Print(s.Condition)});");
            return;
        }

        WriteWithSource($"while ({_printer.Print(s.Condition)})", s.Source);
        EmitBlock(s.Body);
    }

    private void EmitCountedLoop(CountedLoopStatement s)
    {
        string i = _printer.Name(s.Counter);
        string step = s.Step switch
        {
            1 => $"{i}++",
            -1 => $"{i}--",
            > 0 => $"{i} += {s.Step}",
            _ => $"{i} -= {-(long)s.Step}",
        };
        IrExpression counter = s.StepsFirst ? new OpaqueExpression($"unchecked({{0}}{step.Substring(i.Length)})", [new LocalExpression(s.Counter)], s.Counter.Type) : new LocalExpression(s.Counter);
        string condition = _printer.Print(new BinaryExpression(s.Comparison, counter, s.To, IrType.Boolean));
        WriteWithSource($"for ({s.Counter.Type.Text} {i} = {_printer.Print(s.From)}; {condition}; {(s.StepsFirst ? "" : step)})", s.Source);
        EmitBlock(s.Body);
    }

    private void EmitBlock(EquatableArray<IrStatement> block)
    {
        // A plain block in a block of its own.
        while (block is [IfStatement { Condition: ConstantExpression { Bits: 1 }, Enclosure: null, Else.Count: 0 } only])
        {
            block = only.Then;
        }

        using (writer.Block())
        {
            EmitAll(block);
        }
    }

    // The comment stands once where one source line became several lines in a row, and nowhere where it would repeat the code.
    private void WriteWithSource(string code, string? source)
    {
        bool repeats = source is null || source == _lastSource || SourceComment.Repeats(code, source);
        writer.WriteLine(repeats ? code : $"{code} // {source}");
        _lastSource = source;
    }
}
