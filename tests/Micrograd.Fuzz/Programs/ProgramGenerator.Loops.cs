namespace Micrograd.Fuzz.Programs;

/// <summary>Loops, each with its bound on the trips.</summary>
internal sealed partial class ProgramGenerator
{
    private Node Loop(Scope scope)
    {
        Name i = Fresh("i", Role.Integer, isWritable: false);
        Node Counted(Form form, string text, params Node[] operands) =>
            new(form, Sort.Statement, text) { Operands = [.. operands], Declares = [i], Blocks = [Body(scope, true, false, i)] };
        return _draw.Produce(
        [
            (20, () => Counted(Form.For, _draw.From(["for (int $d0 = 0; $d0 < ($0 & 3) + 1; $d0++) $b0", "for (int $d0 = 0; $d0 < ($0 & 3); $d0++) $b0"]), Integer(scope))),
            (8, () => Counted(Form.For, "for (int $d0 = 0; $d0 < 3; $d0++) $b0")),
            (8, () => Pick(scope, Role.Integer) is { } n ? Counted(Form.For, "for (int $d0 = 0; $d0 <= $0; $d0++) $b0", Use(Form.Variable, Sort.Integer, "$u0", n)) : null),
            (5, () => Pick(scope, Role.Array, Role.Span) is { } v ? Counted(Form.For, "for (int $d0 = 0; $d0 < $u0.Length; $d0++) $b0") with { Uses = [v] } : null),
            (8, () => Counted(Form.ForDown, "for (int $d0 = $0 & 3; $d0 >= 0; $d0--) $b0", Integer(scope))),
            (5, () => Counted(Form.ForStep, "for (int $d0 = 1; $d0 <= ($0 & 3); $d0 += 2) $b0", Integer(scope))),
            (3, () => Fresh("j", Role.Integer, false) is var j ? new Node(Form.ForTwoVariables, Sort.Statement, "for (int $d0 = 0, $d1 = 3; $d0 < $d1; $d0++, $d1--) $b0") { Declares = [i, j], Blocks = [Body(scope, true, false, i, j)] } : null),
            (3, () => Fresh("t", Role.Real, false) is var t ? new Node(Form.ForRealCounter, Sort.Statement, "for ($T $d0 = 0.0$f; $d0 < 1.0$f; $d0 += 0.375$f) $b0") { Declares = [t], Blocks = [Body(scope, true, false, t)] } : null),
            (8, () => Counted(Form.While, "int $d0 = 0; while ($d0++ < 3 && $0) $b0", Boolean(scope))),
            (4, () => Counted(Form.While, "int $d0 = 0; while (true) { if ($d0++ > 2 || $0) { break; } $b0 }", Boolean(scope))),
            (4, () => Counted(Form.DoWhile, "int $d0 = 0; do $b0 while ($d0++ < 2 && $0);", Boolean(scope))),
            (6, () => ForeachLoop(scope)),
            (3, () => FlagLoop(scope, i)),
            (3, () => AdvancingLoop(scope)),
            (6, () => Pick(scope, Role.Grid) is { } g && Fresh("e", Role.Real, false) is var e ? new Node(Form.GridForeach, Sort.Statement, "foreach ($T $d0 in $u0) $b0") { Uses = [g], Declares = [e], Blocks = [Body(scope, true, false, e)] } : null),
        ], () => Store(scope));
    }

    private Node? ForeachLoop(Scope scope)
    {
        if (Pick(scope, Role.Array, Role.Span, Role.ReadOnlySpan) is not { } view)
        {
            return null;
        }

        Name item = Fresh("e", Role.Real, isWritable: false);
        return new Node(Form.Foreach, Sort.Statement, "foreach ($T $d0 in $u0) $b0") { Uses = [view], Declares = [item], Blocks = [Body(scope, true, false, item)] };
    }

    private Node FlagLoop(Scope scope, Name i)
    {
        Name done = Fresh("g", Role.Boolean);
        Name j = Fresh("j", Role.Integer, isWritable: false);
        Node exit = Expression(Form.If, Sort.Statement, "if ($0) { $u0 = true; break; }", Boolean(scope)) with { Uses = [done] };
        return new Node(Form.FlagExit, Sort.Statement, "bool $d1 = false; for (int $d0 = 0; $d0 < 3 && !$d1; $d0++) { for (int $d2 = 0; $d2 <= $d0; $d2++) $b0 }")
        {
            Declares = [i, done, j],
            Blocks = [[.. Body(scope.Inner(isLoop: true), true, false, i, j), exit]],
        };
    }

    private Node? AdvancingLoop(Scope scope)
    {
        if (Pick(scope, Role.Array, Role.ReadOnlySpan) is not { } view)
        {
            return null;
        }

        Name rest = Fresh("s", Role.ReadOnlySpan, false, 1);
        return new Node(Form.AdvancingSpan, Sort.Statement, "ReadOnlySpan<$T> $d0 = $u0; while ($d0.Length > 1) { $b0 $d0 = $d0.Slice(1); }")
        {
            Uses = [view],
            Declares = [rest],
            // continue would leave out the step.
            Blocks = [[.. Body(scope.Inner(isSwitch: true), false, false, rest)]],
        };
    }
}
