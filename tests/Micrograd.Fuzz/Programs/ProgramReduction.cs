using System.Collections.Immutable;

namespace Micrograd.Fuzz.Programs;

/// <summary>All programs that are one step smaller: a statement gone or replaced by what is inside it, an expression replaced by a part of it.</summary>
internal static class ProgramReduction
{
    public static IEnumerable<FuzzProgram> Of(FuzzProgram program)
    {
        HashSet<Name> shared = [.. program.Helpers.SelectMany(static h => h.Parameters.Select(static p => p.Name).Append(h.Name))];
        foreach (ImmutableArray<Node> body in Blocks(program.Main.Body))
        {
            if (IsWellScoped(program.Main, body, shared))
            {
                yield return program with { Main = program.Main with { Body = body } };
            }
        }

        foreach (Method helper in program.Reached.Skip(1))
        {
            foreach (ImmutableArray<Node> body in Blocks(helper.Body))
            {
                if (IsWellScoped(helper, body, shared))
                {
                    yield return program with { Helpers = program.Helpers.Replace(helper, helper with { Body = body }) };
                }
            }
        }
    }

    private static IEnumerable<ImmutableArray<Node>> Blocks(ImmutableArray<Node> block)
    {
        // Halves first: most of a long block has nothing to do with the failure.
        for (int length = block.Length / 2; length > 1; length /= 2)
        {
            for (int at = 0; at + length <= block.Length; at += length)
            {
                if (!block.Skip(at).Take(length).Any(static s => s.IsRequired))
                {
                    yield return block.RemoveRange(at, length);
                }
            }
        }

        for (int i = 0; i < block.Length; i++)
        {
            if (!block[i].IsRequired)
            {
                yield return block.RemoveAt(i);
            }

            foreach (ImmutableArray<Node> inner in block[i].Blocks)
            {
                yield return block.RemoveAt(i).InsertRange(i, inner.Where(static s => !s.IsRequired));
            }

            foreach (Node smaller in Statements(block[i]))
            {
                yield return block.SetItem(i, smaller);
            }
        }
    }

    private static IEnumerable<Node> Statements(Node statement)
    {
        for (int b = 0; b < statement.Blocks.Length; b++)
        {
            foreach (ImmutableArray<Node> smaller in Blocks(statement.Blocks[b]))
            {
                yield return statement with { Blocks = statement.Blocks.SetItem(b, smaller) };
            }
        }

        foreach (Node smaller in InOperands(statement))
        {
            yield return smaller;
        }
    }

    private static IEnumerable<Node> InOperands(Node node)
    {
        for (int i = 0; i < node.Operands.Length; i++)
        {
            foreach (Node smaller in Expressions(node.Operands[i]))
            {
                yield return node with { Operands = node.Operands.SetItem(i, smaller) };
            }
        }
    }

    private static IEnumerable<Node> Expressions(Node expression)
    {
        string? literal = expression.Sort switch { Sort.Real => "0.5$f", Sort.Integer => "1", Sort.Boolean => "true", _ => null };
        if (literal is not null && expression.Form != Form.Literal && !expression.IsRequired)
        {
            yield return new Node(Form.Literal, expression.Sort, literal);
        }
        else if (expression.IsRequired && expression.Form != Form.Literal)
        {
            yield return new Node(Form.Literal, expression.Sort, "0") { IsRequired = true };
        }

        foreach (Node operand in expression.Operands.Where(o => o.Sort == expression.Sort && !expression.IsRequired))
        {
            yield return operand;
        }

        foreach (Node smaller in InOperands(expression))
        {
            yield return smaller;
        }
    }

    // Every name is declared before it is used, and break and continue have their loop.
    private static bool IsWellScoped(Method method, ImmutableArray<Node> body, HashSet<Name> shared)
    {
        HashSet<Name> visible = [.. shared, .. method.Parameters.Select(static p => p.Name)];
        return IsWellScoped(body, visible, inLoop: false);
    }

    private static bool IsWellScoped(ImmutableArray<Node> block, HashSet<Name> outer, bool inLoop)
    {
        HashSet<Name> visible = [.. outer];
        foreach (Node statement in block)
        {
            visible.UnionWith(statement.Declares);
            bool jumps = statement.Form is Form.Break or Form.Continue || statement.Text.Contains("break; }", StringComparison.Ordinal);
            bool loops = statement.Form is >= Form.For and <= Form.Foreach or Form.FlagExit or Form.GridForeach or Form.AdvancingSpan;
            if ((jumps && !loops && !inLoop)
                || statement.Operands.Any(o => o.All.Any(n => n.Uses.Any(u => !visible.Contains(u))))
                || statement.Uses.Any(u => !visible.Contains(u))
                || statement.Blocks.Any(b => !IsWellScoped(b, visible, loops || (inLoop && statement.Form is not (Form.SwitchStatement or Form.SwitchWhen or Form.GotoCase)))))
            {
                return false;
            }
        }

        return true;
    }
}
