namespace Micrograd.Generators.Ir;

/// <summary>
/// Checks a generated body before it becomes C#: every local is declared once, before its use and in scope (so that the reverse
/// sweep reads nothing of a block of the forward sweep), types agree, and what goes on a scratch stack comes off it. The C#
/// compiler would find some of this in the user's build, and the last not at all.
/// </summary>
internal sealed class IrVerifier
{
    private readonly IrTypeRules _types = new();
    private readonly HashSet<int> _declared = [];
    private readonly HashSet<int> _counters = [];
    private readonly HashSet<int> _everCounted = [];
    private readonly List<string> _problems = [];
    private readonly IrType _returnType;
    private readonly Dictionary<int, IrType> _scope = [];
    private readonly Stack<int> _inScope = new();

    private IrVerifier(IEnumerable<IrLocal> given, IrType returnType)
    {
        _returnType = returnType;
        foreach (IrLocal local in given)
        {
            Declare(local);
        }
    }

    /// <summary>What is wrong with a body, in one line each; nothing where it is sound.</summary>
    /// <param name="body">The statements of a generated member.</param>
    /// <param name="given">The locals that stand for its parameters.</param>
    /// <param name="returnType">What it returns.</param>
    public static IReadOnlyList<string> Verify(EquatableArray<IrStatement> body, IEnumerable<IrLocal> given, IrType returnType)
    {
        return [.. Scopes(body, given, returnType), .. ScratchBalance.Check(body)];
    }

    /// <summary>Without the question what is left on the scratch stacks, which two bodies may answer together.</summary>
    public static IReadOnlyList<string> Scopes(EquatableArray<IrStatement> body, IEnumerable<IrLocal> given, IrType returnType)
    {
        var verifier = new IrVerifier(given, returnType);
        verifier.Block(body);
        return [.. verifier._problems, .. verifier._types.Problems];
    }

    private void Block(EquatableArray<IrStatement> block)
    {
        int outer = _inScope.Count;
        Statements(block);
        Leave(outer);
    }

    private void Statements(EquatableArray<IrStatement> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            if (statements[i] is ReturnStatement && i < statements.Count - 1)
            {
                Report(statements[i], "statements behind a return");
            }

            Statement(statements[i]);
        }
    }

    private void Statement(IrStatement statement)
    {
        switch (statement)
        {
            case LoopStatement loop:
                Loop(loop);
                return;
            case CountedLoopStatement loop:
                CountedLoop(loop);
                return;
            case BreakStatement or ContinueStatement or InlineStatement or LabeledStatement or LeaveStatement:
                Report(statement, "a statement that Normalize should have removed");
                return;
        }

        foreach (IrExpression expression in statement.Expressions())
        {
            Read(expression, statement);
        }

        _types.Check(statement, _returnType);
        switch (statement)
        {
            case AssignStatement { Target: var target } when target is not (LocalExpression or ElementExpression or FieldExpression):
                Report(statement, "an assignment to something that is no place");
                break;
            case AssignStatement { Target: LocalExpression { Local: var local } } when _counters.Contains(local.Id):
                Report(statement, $"an assignment to the loop counter {local}");
                break;
            case DeclareStatement { Local: var local }:
                Declare(local, statement);
                break;
            case TakeStatement { Span: var local }:
                Declare(local, statement);
                break;
            case ReleaseStatement { Span: { } local }:
                Declare(local, statement);
                break;
            case OpaqueStatement text:
                foreach (IrLocal output in text.Outputs)
                {
                    Declare(output, statement);
                }

                break;
            case IfStatement branch:
                Block(branch.Then);
                Block(branch.Else);
                break;
        }
    }

    // The condition of a loop that tests at its end stands outside the body's braces, in C# as here.
    private void Loop(LoopStatement loop)
    {
        int outer = _inScope.Count;
        Statements(loop.Initializers);
        Read(loop.Condition, loop);
        _types.Check(loop, _returnType);
        Block([.. loop.Body, .. loop.Update]);
        Leave(outer);
    }

    private void CountedLoop(CountedLoopStatement loop)
    {
        Read(loop.From, loop);
        int outer = _inScope.Count;
        _everCounted.Add(loop.Counter.Id);
        Declare(loop.Counter, loop);
        Read(loop.To, loop);
        _types.Check(loop, _returnType);
        if (loop.Step == 0)
        {
            Report(loop, "a loop that stands still");
        }

        _counters.Add(loop.Counter.Id);
        Block(loop.Body);
        _counters.Remove(loop.Counter.Id);
        Leave(outer);
    }

    private void Declare(IrLocal local, IrStatement? statement = null)
    {
        // The loop that goes back counts with the counter of the loop that went forward.
        bool isKnown = !_declared.Add(local.Id);
        if (_scope.ContainsKey(local.Id) || (isKnown && !_everCounted.Contains(local.Id)))
        {
            Report(statement, $"{local} is declared twice");
        }

        _scope[local.Id] = local.Type;
        _inScope.Push(local.Id);
    }

    private void Leave(int outer)
    {
        while (_inScope.Count > outer)
        {
            _scope.Remove(_inScope.Pop());
        }
    }

    private void Read(IrExpression expression, IrStatement statement)
    {
        foreach (IrLocal local in expression.LocalsRead())
        {
            if (!_scope.TryGetValue(local.Id, out IrType? type))
            {
                Report(statement, _declared.Contains(local.Id) ? $"{local} is out of scope" : $"{local} is not declared");
            }
            else if (!type.Equals(local.Type))
            {
                Report(statement, $"{local} is read as {local.Type.Text} but declared as {type.Text}");
            }
        }
    }

    private void Report(IrStatement? statement, string problem) =>
        _problems.Add(statement is null ? problem : $"{problem}, in `{IrPrinter.Head(statement)}`");
}
