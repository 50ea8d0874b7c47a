using System.Globalization;
using System.Text;

namespace Micrograd.Fuzz.Programs;

/// <summary>Writes a program as C#.</summary>
internal sealed class ProgramPrinter(FuzzProgram program, NameScheme names, bool isTraced = false)
{
    private readonly string _real = program.IsSingle ? "float" : "double";
    private static readonly string[] Steps = [".Round(", ".Floor(", ".Ceiling(", ".Truncate("];
    private readonly StringBuilder _text = new();

    /// <summary>A file with the program's type.</summary>
    /// <param name="isVisible">To other assemblies.</param>
    /// <param name="attributes">Of the marked method.</param>
    public static string Print(FuzzProgram program, NameScheme names, bool isVisible = true, string attributes = "[Differentiable]") =>
        new ProgramPrinter(program, names).File(attributes, isVisible ? "public" : "internal", program.Type, program.MethodName);

    /// <summary>The same program unmarked, which notes every decision it takes.</summary>
    public static string PrintTraced(FuzzProgram program) =>
        new ProgramPrinter(program, NameScheme.Plain, isTraced: true).File("[Traced]", "public", program.Type + "Traced", program.MethodName + "Traced");

    private string File(string attribute, string accessibility, string type, string method)
    {
        _text.Append(CultureInfo.InvariantCulture, $"using System;\nusing Micrograd;\n\nnamespace Samples;\n\n{accessibility} static partial class {type}\n{{\n");
        WriteMethod(program.Main, attribute, "public static " + program.Main.Signature, method);
        foreach (Method helper in program.Reached.Skip(1))
        {
            WriteMethod(helper, "", "private static " + helper.Signature, names[helper.Name]);
        }

        string text = _text.ToString();
        foreach (string declaration in SupportingTypes.Needed(text))
        {
            string typed = Typed(declaration);
            _text.Append('\n').Append(isTraced ? typed.Replace("[Derivative", "// [Derivative", StringComparison.Ordinal) : typed).Append('\n');
        }

        return _text.Append("}\n").ToString();
    }

    private void WriteMethod(Method method, string attribute, string signature, string name)
    {
        string parameters = string.Join(", ", method.Parameters.Select(p => Typed(p.Text).Replace("$u0", names[p.Name], StringComparison.Ordinal)));
        _text.Append(attribute == "" ? "\n" : "    " + attribute + "\n").Append(CultureInfo.InvariantCulture, $"    {Typed(signature).Replace("$name", name, StringComparison.Ordinal).Replace("$p", parameters, StringComparison.Ordinal)}\n");
        WriteBlock(method.Body, "    ");
        _text.Append('\n');
    }

    private void WriteBlock(IEnumerable<Node> block, string indent)
    {
        _text.Append(indent).Append("{\n");
        foreach (Node statement in block)
        {
            string inner = indent + "    ";
            string text = Write(statement);
            int at = 0;
            _text.Append(inner);
            for (int next = text.IndexOf("$b", at, StringComparison.Ordinal); next >= 0; next = text.IndexOf("$b", at, StringComparison.Ordinal))
            {
                _text.Append(text[at..next].TrimEnd()).Append('\n');
                WriteBlock(statement.Blocks[text[next + 2] - '0'], inner);
                at = next + 3;
            }

            _text.Append(text[at..]).Append('\n');
        }

        _text.Append(indent).Append('}');
    }

    private string Write(Node node)
    {
        StringBuilder text = new();
        for (int i = 0; i < node.Text.Length; i++)
        {
            if (node.Text[i] != '$')
            {
                text.Append(node.Text[i]);
                continue;
            }

            i++;
            text.Append(node.Text[i] switch
            {
                'u' => names[node.Uses[node.Text[++i] - '0']],
                'd' => names[node.Declares[node.Text[++i] - '0']],
                'b' => "$b" + node.Text[++i],
                >= '0' and <= '9' and var digit => Write(node.Operands[digit - '0']),
                var symbol => Symbol(symbol),
            });
        }

        return isTraced && Decides(node) ? $"Path.Of({text})" : text.ToString();
    }

    // A decision is a comparison, a pattern, an integer made from a number, or a step.
    private static bool Decides(Node node) => node.Form is Form.Comparison or Form.Pattern or Form.StructEquality or Form.RealToInteger
        || (node.Form == Form.RuleCall && Steps.Any(s => node.Text.Contains(s, StringComparison.Ordinal)));

    private string Symbol(char symbol) => symbol switch
    {
        'T' => _real,
        'f' => program.IsSingle ? "f" : "",
        'M' => (names.IsQualified ? "global::System." : "") + (program.IsSingle ? "MathF" : "Math"),
        'S' => names.IsQualified ? "global::System." : "",
        'G' => names.IsQualified ? "global::Micrograd." : "",
        _ => throw new InvalidOperationException($"The template knows no ${symbol}."),
    };

    private string Typed(string text) => text.Replace("$T", _real, StringComparison.Ordinal).Replace("$f", program.IsSingle ? "f" : "", StringComparison.Ordinal)
        .Replace("$M", "global::System." + (program.IsSingle ? "MathF" : "Math"), StringComparison.Ordinal);
}
