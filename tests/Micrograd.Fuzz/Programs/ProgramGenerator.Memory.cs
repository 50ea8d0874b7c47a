namespace Micrograd.Fuzz.Programs;

/// <summary>Arrays, views of them, structs, tuples, and calls that change what they are given.</summary>
internal sealed partial class ProgramGenerator
{
    private Node? MemoryStatement(Scope scope)
    {
        Node Next() => Real(scope, 1);
        Name[] arrays = scope.Writable(Role.Array);
        Name? view = Pick(scope, Role.Array, Role.Span);
        Name? source = Pick(scope, Role.Array, Role.Span, Role.ReadOnlySpan);
        Name local = Fresh("v", Role.Array, length: 4);
        Name span = Fresh("p", Role.Span, length: 4);
        Name slice = Fresh("l", Role.Span, length: 2);
        return _draw.Produce(
        [
            (10, () => New(scope, Form.NewArray, "$T[] $d0 = new $T[4];", local)),
            (4, () => New(scope, Form.NewArray, "$T[] $d0 = new $T[($0 & 3) + 4];", local, Integer(scope))),
            (8, () => scope.LoopDepth > 0 ? null : New(scope, Form.Stackalloc, "Span<$T> $d0 = stackalloc $T[4];", span)),
            (4, () => New(scope, Form.CollectionExpression, "$T[] $d0 = [$0, $1, 0.5$f, $2];", local, Next(), Next(), Next())),
            (8, () => source is { Length: 2 } ? New(scope, Form.Spread, "$T[] $d0 = [$0, .. $u0, $1];", local, Next(), Next()) with { Uses = [source] } : null),
            (2, () => New(scope, Form.NullableArray, "$T[]? $d0 = $0 ? [$1, 0.5$f, $2, $1] : null; if ($d0 is null) { $d0 = new $T[4]; $d0[1] = $2; }", local, Boolean(scope), Next(), Atom(scope, 0))),
            (3, () => New(scope, Form.ArrayInitializer, "$T[] $d0 = { $0, $1, $0, 1.0$f };", local, Next(), Next())),
            (8, () => arrays.Length > 0 ? New(scope, Form.Slice, $"Span<$T> $d0 = $u0.AsSpan({_draw.Below(3)}, 2);", slice) with { Uses = [_draw.From(arrays)] } : null),
            (4, () => arrays.Length > 0 ? New(scope, Form.Slice, "Span<$T> $d0 = $u0.AsSpan($0, 2);", slice, Masked(scope, 2)) with { Uses = [_draw.From(arrays)] } : null),
            (4, () => view is { Role: Role.Span, Length: 4 } ? New(scope, Form.RangeSlice, _draw.From(["Span<$T> $d0 = $u0[1..3];", "Span<$T> $d0 = $u0[..^2];", "Span<$T> $d0 = $u0.Slice(2);"]), slice) with { Uses = [view] } : null),
            (3, () => arrays.Length > 0 ? New(scope, Form.Slice, "Span<$T> $d0 = $u0;", span) with { Uses = [_draw.From(arrays)] } : null),
            (3, () => view is not null ? Use(Form.Fill, Sort.Statement, view.Role == Role.Array ? "$u0.AsSpan(1).Fill($0);" : "$u0.Fill($0);", view, Next()) : null),
            (2, () => view is not null ? Use(Form.Clear, Sort.Statement, view.Role == Role.Array ? "$u0.AsSpan(0, 2).Clear();" : "$u0.Clear();", view) : null),
            (3, () => view is { Length: 4 } && source is { Length: 4 } ? new Node(Form.CopyTo, Sort.Statement, view.Role == Role.Array ? "$u0.AsSpan(0, 4).CopyTo($u1);" : "$u0[..4].CopyTo($u1);") { Uses = [view, scope.Writable(Role.Array, Role.Span).First(static v => v.Length == 4)] } : null),
            (3, () => arrays.Length > 0 ? new Node(Form.ArrayCopy, Sort.Statement, _draw.From(["Array.Copy($u0, $u1, 3);", "Array.Copy($u0, 1, $u1, 0, 2);"]).Replace("Array", "$SArray", StringComparison.Ordinal)) { Uses = [_draw.From(arrays), _draw.From(arrays)] } : null),
            (2, () => arrays.Length > 0 ? New(scope, Form.ArrayClone, "$T[] $d0 = ($T[])$u0.Clone();", local) with { Uses = [_draw.From(arrays)] } : null),
            (2, () => source is { Length: 4, Role: not Role.Array } ? New(scope, Form.ToArray, "$T[] $d0 = $u0.ToArray();", local) with { Uses = [source] } : null),
            (4, () => New(scope, Form.Grid, "$T[,] $d0 = new $T[2, 2];", Fresh("z", Role.Grid))),
            (3, () => New(scope, Form.IntegerRows, _draw.From(["int[] $d0 = [1, $0, 3, 2]; int[][] $d1 = [$d0, $d0]; $d0[$1] += 1;", "int[] $d0 = { 2, 3, $0, 1 }; int[][] $d1 = [[1, 0, 2, 3], $d0]; $d0[$1] += 1;", "int[] $d0 = [0, $0, 1, 2]; int[][] $d1 = new int[2][]; $d1[0] = $d0; $d1[1] = $d0[1] > 1 ? $d0 : [3, 2, 1, 0]; $d0[$1] += 1;"]), Fresh("w", Role.Integers, length: 4), Fresh("q", Role.IntegerRows), Masked(scope, 4), Masked(scope, 4))),
        ], () => Store(scope));
    }

    private Node? StructStatement(Scope scope)
    {
        Node Next() => Real(scope, 1);
        Name point = Fresh("o", Role.Point);
        Name? old = Pick(scope, Role.Point);
        Name[] reals = scope.Writable(Role.Real);
        return _draw.Produce(
        [
            (6, () => New(scope, Form.StructLocal, _draw.From(["Point $d0 = new($0, $1);", "Point $d0 = new() { X = $0, Y = $1 };"]), point, Next(), Next())),
            (4, () => old is not null ? New(scope, Form.StructCopy, "Point $d0 = $u0;", point) with { Uses = [old] } : null),
            (4, () => old is not null ? New(scope, Form.StructOperator, "Point $d0 = $u0 + $0 * $u0;", point, Next()) with { Uses = [old] } : null),
            (4, () => old is { IsWritable: true } ? Use(Form.StructMethod, Sort.Statement, "$u0.Turn($0);", old, Next()) : null),
            (4, () => New(scope, Form.StructLocal, "Pair $d0 = new($0, $1);", Fresh("pair", Role.Pair), Next(), Next())),
            (3, () => Pick(scope, Role.Pair) is { } pair ? New(scope, Form.RecordWith, _draw.From(["Pair $d0 = $u0 with { B = $0 };", "Pair $d0 = $u0 with { A = $0, B = $u0.A };"]), Fresh("pair", Role.Pair), Next()) with { Uses = [pair] } : null),
            (4, () => New(scope, Form.ArrayOfStructs, "Point[] $d0 = new Point[2];", Fresh("os", Role.Points))),
            (3, () => Pick(scope, Role.Points) is { } points && old is not null ? new Node(Form.ArrayOfStructs, Sort.Statement, "$u0[$0] = $u1;") { Uses = [points, old], Operands = [Masked(scope, 2)] } : null),
            (4, () => Fresh("t", Role.Real) is var second ? New(scope, Form.Deconstruction, "($T $d0, $T $d1) = ($0, $1);", Fresh("t", Role.Real), second, Next(), Next()) : null),
            (3, () => Fresh("t", Role.Real) is var product && New(scope, Form.Tuple, "($T A, ($T B, $T C) Inner) $d1 = ($0, ($1, 0.5$f * $2)); $T $d0 = $d1.A * $d1.Inner.C; $d1.Inner.B += $d0; $d0 *= $d1.Inner.B;", product, Next(), Next(), Next()) is var node ? node with { Declares = [product, Fresh("tuple", Role.Method)] } : null),
            (4, () => reals.Length > 1 ? new Node(Form.Swap, Sort.Statement, "($u0, $u1) = ($u1, $0);") { Uses = [reals[0], reals[^1]], Operands = [Next()] } : null),
            (3, () => _single ? null : New(scope, Form.SinCos, "(double $d0, double $d1) = $M.SinCos($0);", Fresh("t", Role.Real), Fresh("t", Role.Real), Next())),
        ], () => Store(scope));
    }

    private Node? CallStatement(Scope scope)
    {
        Name[] reals = [.. scope.Writable(Role.Real)];
        Name[] arrays = scope.Writable(Role.Array);
        if (Helper(scope, Form.HelperByRef) is { } swap && reals.Length > 1 && _draw.Chance(60))
        {
            return _draw.Chance(50) && arrays.Length > 0
                ? new Node(Form.HelperByRef, Sort.Statement, "$u0(ref $u1[$0], ref $u2);") { Uses = [swap, _draw.From(arrays), _draw.From(reals)], Operands = [Masked(scope, 4)] }
                : new Node(Form.HelperByRef, Sort.Statement, "$u0(ref $u1, ref $u2);") { Uses = [swap, reals[0], reals[^1]] };
        }

        if (Helper(scope, Form.HelperOut) is { } split)
        {
            Node call = new(Form.HelperOut, Sort.Statement, "$u0($0, out $T $d0, out var $d1);") { Uses = [split], Operands = [Real(scope, 1)], Declares = [Fresh("t", Role.Real), Fresh("t", Role.Real)] };
            scope.Add(call.Declares[0]);
            scope.Add(call.Declares[1]);
            return call;
        }

        return Helper(scope, Form.HelperOverSpan) is { } work && Pick(scope, Role.Array, Role.Span) is { } view
            ? new Node(Form.HelperOverSpan, Sort.Statement, "$u0($u1, $0);") { Uses = [work, view], Operands = [Real(scope, 1)] }
            : null;
    }

    private static Node New(Scope scope, Form form, string text, Name name, params ReadOnlySpan<Node> operands)
    {
        scope.Add(name);
        return new Node(form, Sort.Statement, text) { Declares = [name], Operands = [.. operands] };
    }

    private static Node New(Scope scope, Form form, string text, Name first, Name second, params ReadOnlySpan<Node> operands)
    {
        scope.Add(second);
        return New(scope, form, text, first, operands) with { Declares = [first, second] };
    }
}
