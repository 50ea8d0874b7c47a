using System.Collections.Immutable;

namespace Micrograd.Fuzz.Programs;

/// <summary>Statements. Loops make a few trips; what is stored is damped, so that nothing grows without bound.</summary>
internal sealed partial class ProgramGenerator
{
    private const int DeepestStatement = 4;

    private List<Node> Block(Scope scope, int count, bool isBody = false)
    {
        List<Node> block = [];
        for (int i = 0; i < count; i++)
        {
            block.Add(Statement(scope, isBody));
        }

        return block;
    }

    private ImmutableArray<Node> Body(Scope scope, bool isLoop = false, bool isSwitch = false, params ReadOnlySpan<Name> names)
    {
        Scope inner = scope.Inner(isLoop, isSwitch);
        foreach (Name name in names)
        {
            inner.Add(name);
        }

        return [.. Block(inner, 1 + _draw.Below(3))];
    }

    private Node Statement(Scope scope, bool isBody)
    {
        bool deep = scope.Depth >= DeepestStatement;
        return _draw.Produce(
        [
            (30, () => Store(scope)),
            (isBody ? 14 : 6, () => Declaration(scope)),
            (deep ? 0 : 13, () => Branch(scope)),
            (deep || scope.LoopDepth > 2 ? 0 : 20, () => Loop(scope)),
            (8, () => Jump(scope)),
            (10, () => MemoryStatement(scope)),
            (8, () => StructStatement(scope)),
            (6, () => CallStatement(scope)),
            (20, () => RowStore(scope)),
        ], () => Store(scope));
    }

    private Node Store(Scope scope)
    {
        Node target = _draw.Produce(
        [
            (50, () => scope.Writable(Role.Real) is { Length: > 0 } reals ? Use(Form.Variable, Sort.Real, "$u0", _draw.From(reals)) : null),
            (40, () => scope.Writable(Role.Array, Role.Span) is { Length: > 0 } views && _draw.From(views) is var view ? Use(Form.Element, Sort.Real, "$u0[$0]", view, Masked(scope, view.Length)) : null),
            (8, () => scope.Writable(Role.Grid) is { Length: > 0 } grids ? Use(Form.GridElement, Sort.Real, "$u0[$0, $1]", _draw.From(grids), Masked(scope, 2), Masked(scope, 2)) : null),
            (8, () => scope.Writable(Role.Point) is { Length: > 0 } points ? Use(Form.StructField, Sort.Real, _draw.From(["$u0.X", "$u0.Y"]), _draw.From(points)) : null),
            (5, () => scope.Writable(Role.Points) is { Length: > 0 } points ? Use(Form.ArrayOfStructs, Sort.Real, _draw.From(["$u0[$0].X", "$u0[$0].Y"]), _draw.From(points), Masked(scope, 2)) : null),
        ], () => Use(Form.Variable, Sort.Real, "$u0", scope.Writable(Role.Real, Role.Array, Role.Span)[0]));
        // The place is part of the statement, not an expression that may be put in place of another.
        target = target with { Sort = Sort.Statement };
        return _draw.Produce(
        [
            (45, () => Expression(Form.Assignment, Sort.Statement, _draw.From(["$0 = $M.Sin($1);", "$0 = 0.5$f * $1;", "$0 = $M.Tanh($1);"]), target, Real(scope))),
            (20, () => Expression(Form.Compound, Sort.Statement, _draw.From(["$0 += 0.25$f * $M.Sin($1);", "$0 -= $M.Sin($1);", "$0 *= $M.Cos($1);", "$0 /= 2.0$f + $M.Sin($1);"]), target, Real(scope, 1))),
            (8, () => Expression(Form.Assignment, Sort.Statement, "$0 = $M.Tanh($1) / (3.0$f + $2);", target, Real(scope, 1), InPlace(scope, 1) ?? Atom(scope, 2))),
            (4, () => Expression(Form.Increment, Sort.Statement, _draw.From(["$0++;", "--$0;"]), target)),
            (5, () => scope.Writable(Role.Integer) is { Length: > 0 } integers ? Use(Form.IntegerAssignment, Sort.Statement, _draw.From(["$u0 = ($0) & 3;", "$u0 = ($u0 + 1 + ($0 & 1)) % 5;"]), _draw.From(integers), Integer(scope)) : null),
            (2, () => scope.LoopDepth > 0 ? null : new Node(Form.CheckedBlock, Sort.Statement, "checked $b0") { Blocks = [Body(scope)] }),
        ], () => Expression(Form.Assignment, Sort.Statement, "$0 = $1;", target, Literal()));
    }

    // One row may stand in two places of its table, and under a name beside it.
    private Node? RowStore(Scope scope)
    {
        Name? rows = Pick(scope, Role.IntegerRows);
        Name[] row = scope.Writable(Role.Integers);
        return _draw.Below(5) switch
        {
            < 2 when row.Length > 0 => Use(Form.IntegerRowStore, Sort.Statement, "$u0[$0] = ($1) & 3;", _draw.From(row), Masked(scope, 4), Integer(scope)),
            < 4 when rows is not null => Use(Form.IntegerRowStore, Sort.Statement, "$u0[$0][$1] = ($2) & 3;", rows, Masked(scope, 2), Masked(scope, 4), Integer(scope)),
            4 when rows is not null && row.Length > 0 => Use(Form.IntegerRowStore, Sort.Statement, "$u0[$0] = $u1;", rows, Masked(scope, 2)) with { Uses = [rows, _draw.From(row)] },
            _ => null,
        };
    }

    private Node? Declaration(Scope scope) => _draw.Below(10) switch
    {
        < 4 => Declare(scope, Role.Real),
        4 => Declare(scope, Role.Integer),
        5 => Declare(scope, Role.Boolean),
        6 => Constant(scope),
        7 => LambdaDeclaration(scope),
        _ => ReferenceDeclaration(scope),
    };

    private Node Declare(Scope scope, Role role)
    {
        (string hint, Form form, string text, Func<Node> value) = role switch
        {
            Role.Integer => ("m", Form.IntegerLocal, "int $d0 = ($0) & 3;", () => Integer(scope)),
            Role.Boolean => ("g", Form.BooleanLocal, "bool $d0 = $0;", () => Boolean(scope)),
            _ => ("t", Form.RealLocal, "$T $d0 = $0;", (Func<Node>)(() => Real(scope, 1))),
        };
        Node declaration = Expression(form, Sort.Statement, text, value()) with { Declares = [Fresh(hint, role)] };
        scope.Add(declaration.Declares[0]);
        return declaration;
    }

    private Node Constant(Scope scope)
    {
        Name name = Fresh("Rate", Role.Real, isWritable: false);
        scope.Add(name);
        return new Node(Form.Constant, Sort.Statement, "const $T $d0 = 0.75$f;") { Declares = [name] };
    }

    private Node? LambdaDeclaration(Scope scope)
    {
        if (scope.IsHelper)
        {
            return null;
        }

        Scope inner = scope.Captured();
        Name argument = Fresh("u", Role.Real);
        inner.Add(argument);
        Node result = Real(inner, 1);
        Name function = Fresh(_draw.Chance(50) ? "f" : "L", Role.Function, false);
        scope.Add(function);
        if (function.Hint == "L" && _draw.Chance(30))
        {
            return new Node(Form.DelegateReassigned, Sort.Statement, "Func<$T, $T> $d0 = $M.Sin; if ($0) { $d0 = $d1 => $1; }") { Declares = [function, argument], Operands = [Boolean(scope), result] };
        }

        return function.Hint == "f"
            ? new Node(Form.Lambda, Sort.Statement, "Func<$T, $T> $d0 = $d1 => $0;") { Declares = [function, argument], Operands = [result] }
            : new Node(Form.LocalFunction, Sort.Statement, "$T $d0($T $d1) $b0") { Declares = [function, argument], Blocks = [[.. Block(inner, 1), Expression(Form.EarlyReturn, Sort.Statement, "return $0;", result) with { IsRequired = true }]] };
    }

    private Node? ReferenceDeclaration(Scope scope)
    {
        Name[] arrays = scope.Writable(Role.Array);
        Name[] reals = [.. scope.Writable(Role.Real).Where(static r => r.IsCapturable)];
        Name[] wide = [.. reals.Where(static r => r.Hint is "x" or "y")];
        Name place = Fresh("r", Role.Real) with { IsCapturable = false };
        Node? declaration = _draw.Chance(60) && arrays.Length > 0
            ? Use(Form.RefLocal, Sort.Statement, "ref $T $d0 = ref $u0[$0];", _draw.From(arrays), Masked(scope, 4))
            : reals.Length > 1 && wide.Length > 0 && _draw.Chance(40)
            ? new Node(Form.RefLocalReassigned, Sort.Statement, "ref $T $d0 = ref $u0; $d0 *= 0.5$f; $d0 = ref $u1;") { Uses = [_draw.From(reals), _draw.From(wide)] }
            : reals.Length > 0 ? Use(Form.RefLocal, Sort.Statement, "ref $T $d0 = ref $u0;", _draw.From(reals)) : null;
        if (declaration is null)
        {
            return null;
        }

        scope.Add(place);
        return declaration with { Declares = [place] };
    }

    private Node Branch(Scope scope) => _draw.Produce(
    [
        (10, () => new Node(Form.If, Sort.Statement, "if ($0) $b0") { Operands = [Boolean(scope)], Blocks = [Body(scope)] }),
        (10, () => new Node(Form.IfElse, Sort.Statement, "if ($0) $b0\nelse $b1") { Operands = [Boolean(scope)], Blocks = [Body(scope), Body(scope)] }),
        (4, () => new Node(Form.SwitchStatement, Sort.Statement, "switch ($0) { case 0: $b0 break; case 1: case 2: $b1 break; default: $b2 break; }") { Operands = [Integer(scope)], Blocks = [Body(scope, isSwitch: true), Body(scope, isSwitch: true), Body(scope, isSwitch: true)] }),
        (2, () => new Node(Form.SwitchWhen, Sort.Statement, "switch ($0) { case > 2: $b0 break; case > 0 when $1: $b1 break; }") { Operands = [Integer(scope), Boolean(scope)], Blocks = [Body(scope, isSwitch: true), Body(scope, isSwitch: true)] }),
        (1, () => new Node(Form.GotoCase, Sort.Statement, "switch ($0 & 3) { case 2: $b0 goto case 1; case 1: $b1 break; default: break; }") { Operands = [Integer(scope)], Blocks = [Body(scope, isSwitch: true), Body(scope, isSwitch: true)] }),
    ], () => Store(scope));

    private Node? Jump(Scope scope)
    {
        Node Jump(Form form, string text) => Expression(form, Sort.Statement, text, Boolean(scope));
        return _draw.Below(10) switch
        {
            < 3 => scope.MayBreak ? Jump(Form.Break, "if ($0) { break; }") : null,
            < 6 => scope.MayBreak ? Jump(Form.Continue, "if ($0) { continue; }") : null,
            < 8 => !scope.MayReturn ? null : new Node(Form.EarlyReturn, Sort.Statement, "if ($0) { " + Return(scope.Result, "$1", "$2") + " }")
            {
                Operands = [Boolean(scope), Real(scope, 1), Real(scope, 1)],
            },
            8 => Jump(Form.Throw, "if ($0 && 2 < 1) { throw new InvalidOperationException(\"never\"); }"),
            _ => null,
        };
    }

    // All that the program computed flows into its result.
    private Node Return(Scope scope)
    {
        List<Node> terms = [Real(scope, 1)];
        foreach (Name name in scope.Names)
        {
            Node? term = name.Role switch
            {
                Role.Real => Use(Form.Variable, Sort.Real, "$u0", name),
                Role.Array or Role.Span or Role.ReadOnlySpan => Use(Form.Element, Sort.Real, name.Length == 4 ? "($u0[0] * $u0[1] - $u0[2] + 0.5$f * $u0[3])" : "($u0[0] - $u0[1] * $u0[1])", name),
                Role.Grid => Use(Form.GridElement, Sort.Real, "($u0[0, 0] * $u0[1, 1] - $u0[0, 1] * $u0[1, 0])", name),
                Role.IntegerRows => Use(Form.IntegerElement, Sort.Real, "0.125$f * ($u0[0][1] + $u0[1][2] * $u0[0][0]) * $0", name, Real(scope, 1)),
                Role.Point => Use(Form.StructField, Sort.Real, "($u0.X - 2.0$f * $u0.Y)", name),
                Role.Pair => Use(Form.StructField, Sort.Real, "$u0.A * $u0.B", name),
                Role.Points => Use(Form.ArrayOfStructs, Sort.Real, "($u0[0].X * $u0[1].Y - $u0[0].Y + $u0[1].X)", name),
                _ => null,
            };
            if (term is not null)
            {
                terms.Add(term);
            }
        }

        Node sum = terms.Aggregate(static (sum, term) => Expression(Form.Arithmetic, Sort.Real, "$0 + $1", sum, term));
        return Expression(Form.EarlyReturn, Sort.Statement, Return(scope.Result, "$0", "$1"), sum, Real(scope, 1)) with { IsRequired = true };
    }

    private static string Return(Outcome result, string first, string second) => result switch
    {
        Outcome.Nothing => "return;",
        Outcome.Tuple => $"return ({first}, {second});",
        Outcome.Point => $"return new Point({first}, {second});",
        Outcome.Array => $"return new $T[] {{ {first}, {second}, 0.5$f }};",
        _ => $"return {first};",
    };
}
