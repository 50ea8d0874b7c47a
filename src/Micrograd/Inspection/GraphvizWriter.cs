using System.Globalization;

namespace Micrograd;

/// <summary>Draws the graph of a <see cref="Value"/> in the DOT language, as micrograd's notebook does.</summary>
/// <remarks>A record <c>{ label | data | grad }</c> for each value and an ellipse for each operation, from left to right. The text depends on the graph alone, not on culture or chance; <c>dot -Tsvg</c> makes a picture of it.</remarks>
public static class GraphvizWriter
{
    /// <summary>The graph as text.</summary>
    /// <param name="root">The result, drawn at the right.</param>
    /// <returns>A <c>digraph</c>, with <c>\n</c> line ends.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="root"/> is null.</exception>
    public static string ToDot(Value root)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        Write(root, writer);
        return writer.ToString();
    }

    /// <summary>Writes the graph.</summary>
    /// <param name="root">The result, drawn at the right.</param>
    /// <param name="writer">Receives a <c>digraph</c>, with <c>\n</c> line ends.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Write(Value root, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(writer);
        (List<Value> nodes, Dictionary<Value, int> numbers) = Collect(root);
        writer.Write("digraph {\n  rankdir=LR\n");
        for (int i = 0; i < nodes.Count; i++)
        {
            WriteNode(nodes[i], i, writer);
        }

        for (int i = 0; i < nodes.Count; i++)
        {
            WriteEdges(nodes[i], i, numbers, writer);
        }

        writer.Write("}\n");
    }

    /// <summary>Every node that the root reaches, operands before results and left before right, with its place in that order.</summary>
    private static (List<Value> Nodes, Dictionary<Value, int> Numbers) Collect(Value root)
    {
        List<Value> nodes = [];
        Dictionary<Value, int> numbers = [];
        Stack<(Value Node, bool Expanded)> stack = new([(root, false)]);
        while (stack.TryPop(out (Value Node, bool Expanded) entry))
        {
            if (numbers.ContainsKey(entry.Node))
            {
                continue;
            }

            if (entry.Expanded)
            {
                numbers.Add(entry.Node, nodes.Count);
                nodes.Add(entry.Node);
                continue;
            }

            stack.Push((entry.Node, true));
            IReadOnlyList<Value> operands = entry.Node.Operands;
            for (int i = operands.Count - 1; i >= 0; i--)
            {
                stack.Push((operands[i], false));
            }
        }

        return (nodes, numbers);
    }

    private static void WriteNode(Value node, int number, TextWriter writer)
    {
        string data = node.Data.ToString("F4", CultureInfo.InvariantCulture);
        string grad = node.Grad.ToString("F4", CultureInfo.InvariantCulture);
        writer.Write($"  v{number} [label=\"{{ {Escape(node.Label)} | data {data} | grad {grad} }}\" shape=record]\n");
        if (node.Operation.Length > 0)
        {
            writer.Write($"  o{number} [label=\"{Escape(node.Operation)}\"]\n");
            writer.Write($"  o{number} -> v{number}\n");
        }
    }

    private static void WriteEdges(Value node, int number, Dictionary<Value, int> numbers, TextWriter writer)
    {
        // An operand used twice by one operation gets two edges, as the product x·x has two factors.
        foreach (Value operand in node.Operands)
        {
            writer.Write($"  v{numbers[operand]} -> o{number}\n");
        }
    }

    /// <summary>Escapes what a string or a record label would take as syntax.</summary>
    private static string Escape(string text)
    {
        System.Text.StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            switch (c)
            {
                case '\n':
                    escaped.Append("\\n");
                    break;
                case '\r':
                    break;
                case '"' or '\\' or '{' or '}' or '|' or '<' or '>':
                    escaped.Append('\\').Append(c);
                    break;
                default:
                    escaped.Append(c);
                    break;
            }
        }

        return escaped.ToString();
    }
}
