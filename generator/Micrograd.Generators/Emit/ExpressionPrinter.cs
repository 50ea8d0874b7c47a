using System.Text;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes expressions as C#, with parentheses only where the operators' precedence or the order of rounding asks for them.</summary>
internal sealed class ExpressionPrinter(NameAllocator names)
{
    /// <summary>Stands in an opaque template for the scratch stack that a pair shares.</summary>
    public const string RecordsHole = "{records}";

    private const string OutputHole = "{out";

    // The overflow context around what is being written; null is the project's default.
    private bool? _isChecked;

    public string Name(IrLocal local) => names.NameOf(local);

    public string Print(IrExpression expression) => Print(expression, Precedence.Lowest);

    private string Print(IrExpression expression, Precedence context)
    {
        (string text, Precedence own) = Write(expression);
        return own < context ? $"({text})" : text;
    }

    private (string Text, Precedence Precedence) Write(IrExpression expression) => expression switch
    {
        ConstantExpression e => (e.Literal, ConstantPrecedence(e.Literal)),
        LocalExpression e => (Name(e.Local), Precedence.Primary),
        ElementExpression e => ($"{Print(e.Array, Precedence.Primary)}[{List(e.Indices)}]", Precedence.Primary),
        FieldExpression e => ($"{Print(e.Target, Precedence.Primary)}.{Identifier.Escape(e.Field)}", Precedence.Primary),
        LengthExpression e => ($"{Print(e.View, Precedence.Primary)}{(e.Dimension is { } d ? $".GetLength({d})" : ".Length")}", Precedence.Primary),
        ViewExpression e => (View(e), Precedence.Primary),
        NewArrayExpression e => (NewArray(e), Precedence.Primary),
        FilledArrayExpression e => ($"global::Micrograd.DerivativeSpans.Filled<{e.Type.Text}, {e.Array.Element.Text}>(new {e.Array.Element.Text}[{List(e.Lengths)}], {Print(e.Items)})", Precedence.Primary),
        UnaryExpression e => Unary(e),
        BinaryExpression e => Binary(e),
        ConversionExpression e when e.Type is TypeParameterType || e.Operand.Type is TypeParameterType => ($"{e.Type.Text}.CreateChecked({Print(e.Operand)})", Precedence.Primary),
        ConversionExpression e => Checked(e.IsChecked, e.Type, () => ($"({e.Type.Text}){Operand(e.Operand)}", Precedence.Unary)),
        ConditionalExpression e => ($"{Print(e.Condition, Precedence.NullCoalescing)} ? {Print(e.WhenTrue, Precedence.Conditional)} : {Print(e.WhenFalse, Precedence.Conditional)}", Precedence.Conditional),
        RuleCallExpression e => ($"{e.Method}({List(e.Arguments)}){TupleElement(e.Rule)}", Precedence.Primary),
        OpaqueExpression e => (Opaque(e.Template, e.Arguments), IsPrimary(e.Template) ? Precedence.Primary : Precedence.Lowest),
        SubstitutedExpression e => Write(e.Value),
        PairCallExpression e => ($"{e.Target.Value}({List(e.Arguments)})", Precedence.Primary),
        DerivativeCallExpression e => ($"{e.Target.Method}({List(e.Arguments)})", Precedence.Primary),
        PopExpression e => ($"{names.Records}.{(e.Type is OpaqueType or ArrayType ? "Recall" : "Pop")}<{e.Type.Text}>()", Precedence.Primary),
        _ => throw new InvalidOperationException($"No C# for {expression.GetType().Name}."),
    };

    /// <summary>Fills the operands into an opaque template; each is parenthesised unless it is primary.</summary>
    public string Opaque(string template, EquatableArray<IrExpression> arguments) => Opaque(template, arguments, static _ => throw new InvalidOperationException("An expression declares nothing."));

    /// <summary>The same with the text that stands for each output.</summary>
    public string Opaque(string template, EquatableArray<IrExpression> arguments, Func<int, string> output)
    {
        var text = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            char c = template[i];
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else if (c == '{')
            {
                int end = template.IndexOf('}', i);
                string hole = template.Substring(i, end - i + 1);
                if (hole == RecordsHole || hole.StartsWith(OutputHole, StringComparison.Ordinal))
                {
                    text.Append(hole == RecordsHole ? names.Records : output(int.Parse(hole.Substring(OutputHole.Length).TrimEnd('}'))));
                    i = end;
                    continue;
                }

                bool isArgument = IsMember(template, i, end) || i > 0 && template[i - 1] is '(' or ' ' && end + 1 < template.Length && template[end + 1] is ')' or ',' && IsInsideCall(template, i);
                text.Append(Print(arguments[int.Parse(template.Substring(i + 1, end - i - 1))], isArgument ? Precedence.Lowest : Precedence.Primary));
                i = end;
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    // A name, or a call of one: the parenthesis behind the name closes at the end.
    private static bool IsPrimary(string template)
    {
        int open = template.TakeWhile(static c => char.IsLetterOrDigit(c) || c is '.' or ':' or '_').Count();
        if (open == 0 || open == template.Length)
        {
            return open > 0;
        }

        int depth = 0;
        int close = open;
        do
        {
            depth += template[close] switch { '(' => 1, ')' => -1, _ => 0 };
        }
        while (depth > 0 && ++close < template.Length);
        return template[open] == '(' && close == template.Length - 1 && !template.Contains("\"");
    }

    // "double.SinCosPi(double).SinPi" is a row of its own: one element of a result that is a tuple.
    private static string TupleElement(string rule) => rule.Substring(rule.LastIndexOf(')') is >= 0 and var close ? close + 1 : rule.Length);

    // { X = {0}, Y = {1} }
    private static bool IsMember(string template, int hole, int end) =>
        hole > 2 && string.CompareOrdinal(template, hole - 3, " = ", 0, 3) == 0
        && (string.CompareOrdinal(template, end + 1, " }}", 0, 3) == 0 || string.CompareOrdinal(template, end + 1, ", ", 0, 2) == 0);

    // An operand between the parenthesis or comma before it and the one behind it needs none of its own.
    private static bool IsInsideCall(string template, int hole) => template[hole - 1] == '(' || (hole > 1 && template[hole - 2] == ',');

    private string List(IEnumerable<IrExpression> expressions) => string.Join(", ", expressions.Select(Print));

    private string View(ViewExpression view)
    {
        string source = Print(view.Source, Precedence.Primary);
        bool fromArray = view.Source.Type is ArrayType;
        return (view.Start, view.Length) switch
        {
            (null, _) when view.Source.Type is ArrayType { Rank: > 1, Element: var element } => $"global::Micrograd.DerivativeSpans.Elements<{element.Text}>({source})",
            (null, _) => source,
            ({ } start, null) => fromArray ? $"global::System.MemoryExtensions.AsSpan({source}, {Print(start)})" : $"{source}.Slice({Print(start)})",
            ({ } start, { } length) => fromArray ? $"global::System.MemoryExtensions.AsSpan({source}, {Print(start)}, {Print(length)})" : $"{source}.Slice({Print(start)}, {Print(length)})",
        };
    }

    private string NewArray(NewArrayExpression array)
    {
        IrType element = array.Type switch { ArrayType a => a.Element, SpanType s => s.Element, _ => array.Type };
        string lengths = List(array.Lengths);
        if (array.Storage == ArrayStorage.Stack)
        {
            return $"stackalloc {element.Text}[{lengths}]";
        }

        // new T[n] of a jagged type puts the length before the inner ranks: new double[n][].
        string text = element.Text;
        int ranks = element is ArrayType ? text.IndexOf('[') : -1;
        return ranks < 0 ? $"new {text}[{lengths}]" : $"new {text.Substring(0, ranks)}[{lengths}]{text.Substring(ranks)}";
    }

    private (string, Precedence) Unary(UnaryExpression e)
    {
        string symbol = e.Operator switch { UnaryOperator.Negate => "-", UnaryOperator.Plus => "+", UnaryOperator.Not => "!", _ => "~" };
        return e.Operator == UnaryOperator.Negate ? Checked(e.IsChecked, e.Type, Write) : Write();

        (string, Precedence) Write()
        {
            string operand = Print(e.Operand, Precedence.Unary);
            return (operand.StartsWith(symbol, StringComparison.Ordinal) ? $"{symbol}({operand})" : symbol + operand, Precedence.Unary);
        }
    }

    // (T)-x and (T)+x would read as a subtraction or an addition.
    private string Operand(IrExpression operand)
    {
        string text = Print(operand, Precedence.Unary);
        return text.Length > 0 && text[0] is '-' or '+' ? $"({text})" : text;
    }

    private (string, Precedence) Binary(BinaryExpression e)
    {
        (string symbol, Precedence own) = Operators.Of(e.Operator);
        Precedence left = own, right = own + 1;
        if (own is Precedence.And or Precedence.Or or Precedence.Xor or Precedence.Shift)
        {
            // Bit operators inside others are parenthesised: nobody remembers their order.
            left = right = Precedence.Unary;
        }

        if (own == Precedence.LogicalOr)
        {
            left = right = Precedence.Or;
            left = e.Left is BinaryExpression { Operator: BinaryOperator.LogicalOr } ? own : left;
        }

        return Integers.CanOverflow(e.Operator) ? Checked(e.IsChecked, e.Type, Write) : Write();

        (string, Precedence) Write() => ($"{Print(e.Left, left)} {symbol} {Print(e.Right, right)}", own);
    }

    // C#'s checked and unchecked reach into the operands: each operation that can overflow is held against what is around it. Only
    // what differs from the project's default is said, so that inside a context the default is the other one.
    private (string, Precedence) Checked(bool? isChecked, IrType type, Func<(string, Precedence)> write)
    {
        if (isChecked == _isChecked || !Integers.CanOverflow(type))
        {
            return write();
        }

        string keyword = isChecked ?? _isChecked is false ? "checked" : "unchecked";
        bool? around = _isChecked;
        _isChecked = isChecked;
        (string text, _) = write();
        _isChecked = around;
        return ($"{keyword}({text})", Precedence.Primary);
    }

    private static Precedence ConstantPrecedence(string literal) =>
        literal.Length > 0 && literal[0] is '-' or '(' ? Precedence.Unary : Precedence.Primary;
}
