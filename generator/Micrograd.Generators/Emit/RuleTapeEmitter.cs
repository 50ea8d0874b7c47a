using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>
/// Writes a method with a hand-written rule on the tape: a node for each number that comes out, whose derivative runs both halves
/// of the pair on the numbers that went in. The rule gives the derivative of all outputs at once, so of the others it is given zeros.
/// </summary>
internal sealed class RuleTapeEmitter(CodeWriter writer, PairBody pair, string qualifiedName)
{
    private const string Scope = "global::Micrograd.ScratchScope";
    private const string Node = "global::Micrograd.Value";

    private readonly HashSet<string> _taken = [.. pair.Signature.Parameters.Select(static p => p.Local.Name)];
    private readonly IrParameter[] _parameters = [.. pair.Signature.Parameters];

    private string Stem => pair.Target.Name.Substring(pair.Target.Name.IndexOf('.') + 1);

    private bool IsNumber => pair.Signature.ReturnType.IsFloating;

    private IrParameter[] Outputs => [.. _parameters.Where((p, i) => p.Role == ParameterRole.Independent && pair.Target.Parameters[i].IsWritten)];

    public void Emit()
    {
        (string records, string output, string upstream, string gradient) = (Fresh("records"), Fresh("output"), Fresh("upstream"), Fresh("gradient"));
        EmitMethod(records);
        writer.WriteLine();
        EmitDerivative(records, output, upstream, gradient);
    }

    private void EmitMethod(string records)
    {
        (string operands, string value, string i) = (Fresh("operands"), Fresh("value"), Fresh("i"));
        writer.WriteLine($"public static {(IsNumber ? Node : pair.Signature.ReturnType.Text)} {Stem}({string.Join(", ", _parameters.Select(static p => $"{Lifted(p)} {Name(p)}"))})");
        using (writer.Block())
        {
            foreach (IrParameter parameter in _parameters.Where(static p => IsCopied(p)))
            {
                writer.WriteLine($"{Text(Numbers(parameter.Local.Type))} {Name(parameter)}Before = {Before(parameter)};");
            }

            foreach (IrParameter output in Outputs)
            {
                writer.WriteLine($"{Text(Numbers(output.Local.Type))} {Name(output)}After = ({Text(Numbers(output.Local.Type))}){Name(output)}Before.Clone();");
            }

            writer.WriteLine($"{Node}[] {operands} = [{string.Join(", ", _parameters.Where(static p => p.Role == ParameterRole.Independent).Select(static p => (p.Local.Type.IsView ? ".. " : "") + Name(p)))}];");
            writer.WriteLine($"using {Scope} {records} = global::Micrograd.ScratchMemory.Enter(\"{qualifiedName}\");");
            string call = $"{pair.Target.Name}Forward({string.Join(", ", _parameters.Select(Given).Append(records))});";
            writer.WriteLine(pair.Signature.ReturnType is VoidType ? call : $"{Text(pair.Signature.ReturnType)} {value} = {call}");
            string first = "";
            foreach (IrParameter output in Outputs)
            {
                writer.WriteLine($"for (int {i} = 0; {i} < {Name(output)}.Length; {i}++)");
                using (writer.Block())
                {
                    writer.WriteLine($"{Name(output)}[{i}] = {Function($"{Name(output)}After[{i}]", first + i, operands)};");
                }

                first += $"{Name(output)}.Length + ";
            }

            if (pair.Signature.ReturnType is not VoidType)
            {
                writer.WriteLine($"return {(IsNumber ? Function(value, "-1", operands) : value)};");
            }
        }
    }

    private string Function(string data, string output, string operands) =>
        $"{Node}.Function(\"{Stem}\", {data}, {operands}, ({string.Join(", ", _parameters.Select(p => IsCopied(p) ? Name(p) + "Before" : Name(p)).Append(output))}), "
        + $"static (arguments, upstream, gradient) => {pair.Target.Name}OnTape({string.Join(", ", Enumerable.Range(1, _parameters.Length + 1).Select(static n => $"arguments.Item{n}"))}, upstream, gradient))";

    private void EmitDerivative(string records, string output, string upstream, string gradient)
    {
        writer.WriteLine($"private static void {Stem}OnTape({string.Join(", ", _parameters.Select(static p => $"{Text(Numbers(p.Local.Type))} {Name(p)}"))}, int {output}, double {upstream}, global::System.Span<double> {gradient})");
        using (writer.Block())
        {
            writer.WriteLine($"using {Scope} {records} = global::Micrograd.ScratchMemory.Enter(\"{qualifiedName}\");");
            for (int i = 0; i < _parameters.Length; i++)
            {
                if (pair.Target.Parameters[i].IsWritten)
                {
                    string type = Text(Numbers(_parameters[i].Local.Type));
                    writer.WriteLine($"{type} {Name(_parameters[i])}After = ({type}){Name(_parameters[i])}.Clone();");
                }
            }

            string[] arguments = [.. _parameters.Select((p, i) => pair.Target.Parameters[i].IsWritten ? Name(p) + "After" : Name(p))];
            writer.WriteLine($"{pair.Target.Name}Forward({string.Join(", ", arguments.Append(records))});");
            List<string> derivatives = [], adds = [];
            EmitShadows(output, upstream, gradient, derivatives, adds);
            IEnumerable<string> seed = IsNumber ? [$"{output} < 0 ? {Cast(pair.Signature.ReturnType)}{upstream} : {ConstantExpression.Number(0.0, Erased(pair.Signature.ReturnType)).Literal}"] : [];
            writer.WriteLine($"{pair.Target.Name}Reverse({string.Join(", ", arguments.Concat(seed).Concat(derivatives).Append(records))});");
            adds.ForEach(writer.WriteLine);
        }
    }

    // Each input's part of the gradient; where it is not double, a copy of its own type.
    private void EmitShadows(string output, string upstream, string gradient, List<string> derivatives, List<string> adds)
    {
        string offset = "0", firstOutput = "0";
        foreach (IrParameter parameter in _parameters.Where(static p => p.Role == ParameterRole.Independent))
        {
            string shadow = Fresh(Identifier.Prefixed("d", parameter.Local.Name));
            IrType type = Erased(parameter.Local.Type);
            IrType element = type switch { SpanType s => s.Element, ArrayType a => a.Element, _ => type };
            bool isDouble = element.Equals(IrType.Double);
            string length = type.IsView ? $"{Name(parameter)}.Length" : "1";
            writer.WriteLine(isDouble
                ? $"global::System.Span<double> {shadow} = {gradient}.Slice({offset}, {length});"
                : $"global::System.Span<{element.Text}> {shadow} = new {element.Text}[{length}];");
            if (Outputs.Contains(parameter))
            {
                writer.WriteLine($"if ({output} >= {firstOutput} && {output} < {firstOutput} + {length})");
                using (writer.Block())
                {
                    writer.WriteLine($"{shadow}[{output} - ({firstOutput})] = {Cast(element)}{upstream};");
                }

                firstOutput += $" + {length}";
            }

            derivatives.Add(type.IsView ? shadow : $"ref {shadow}[0]");
            if (!isDouble)
            {
                adds.Add($"for (int k = 0; k < {length}; k++) {{ {gradient}[{offset} + k] += (double){shadow}[k]; }}");
            }

            offset += $" + {length}";
        }
    }

    private string Given(IrParameter parameter) =>
        Outputs.Contains(parameter) ? Name(parameter) + "After" : parameter.Role == ParameterRole.Independent ? Name(parameter) + "Before" : Name(parameter);

    private static string Before(IrParameter parameter)
    {
        IrType type = Erased(parameter.Local.Type);
        string name = Name(parameter);
        if (parameter.Role != ParameterRole.Independent)
        {
            return type is SpanType ? $"{name}.ToArray()" : $"({type.Text}){name}.Clone()";
        }

        return type switch
        {
            SpanType span => $"global::System.Array.ConvertAll({name}.ToArray(), static v => {Cast(span.Element)}v.Data)",
            ArrayType array => $"global::System.Array.ConvertAll({name}, static v => {Cast(array.Element)}v.Data)",
            _ => $"{Cast(type)}{name}.Data",
        };
    }

    /// <summary>Kept as it was before the call: what is on the tape, as numbers, and memory, as arrays.</summary>
    private static bool IsCopied(IrParameter parameter) => parameter.Role == ParameterRole.Independent || parameter.Local.Type.IsView;

    private static string Lifted(IrParameter parameter) => parameter.Role != ParameterRole.Independent ? Erased(parameter.Local.Type).Text : parameter.Local.Type switch
    {
        SpanType span => new SpanType(new TapeValueType(), span.IsReadOnly).Text,
        ArrayType => Node + "[]",
        _ => Node,
    };

    private static IrType Numbers(IrType type) => Erased(type) is SpanType span ? new ArrayType(span.Element) : Erased(type);

    private static IrType Erased(IrType type) => type switch
    {
        TypeParameterType => IrType.Double,
        SpanType span => span with { Element = Erased(span.Element) },
        ArrayType array => array with { Element = Erased(array.Element) },
        _ => type,
    };

    private static string Text(IrType type) => Erased(type).Text;

    private static string Cast(IrType type) => Erased(type).Equals(IrType.Double) ? "" : $"({Text(type)})";

    private static string Name(IrParameter parameter) => Identifier.Escape(parameter.Local.Name);

    private string Fresh(string name)
    {
        while (!_taken.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
