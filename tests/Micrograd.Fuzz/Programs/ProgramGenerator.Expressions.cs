using System.Collections.Immutable;

namespace Micrograd.Fuzz.Programs;

/// <summary>Expressions: numbers stay of moderate size, and every function is asked inside its domain.</summary>
internal sealed partial class ProgramGenerator
{
    private const int DeepestExpression = 3;

    private static readonly string[] Literals = ["0.5$f", "1.25$f", "(-0.75$f)", "2.0$f", "(-0.3$f)"];

    private Node Real(Scope scope, int depth = 0)
    {
        if (depth >= DeepestExpression || _draw.Chance(15))
        {
            return Atom(scope, depth);
        }

        Node Next() => Real(scope, depth + 1);
        return _draw.Produce(
        [
            (10, () => Atom(scope, depth)),
            (30, () => Expression(Form.Arithmetic, Sort.Real, _draw.From(["($0 + $1)", "($0 - $1)", "($0 * $1)", "($0 * $1)"]), Next(), Next())),
            (5, () => Expression(Form.Division, Sort.Real, "($0 / (2.0$f + $1 * $1))", Next(), Atom(scope, depth))),
            (2, () => Expression(Form.Negation, Sort.Real, "(-$0)", Next())),
            (2, () => Expression(Form.Remainder, Sort.Real, "(4.0$f * $M.Sin($0) % (2.5$f + $M.Cos($1)))", Next(), Atom(scope, depth))),
            (16, () => RuleCall(scope, depth)),
            (4, () => Expression(Form.RuleCall, Sort.Real, _draw.From(["$M.Sin($0)", "$M.Tanh($0)", "$M.Exp(-$0 * $0)"]), Next())),
            (4, () => Expression(Form.Conditional, Sort.Real, "($0 ? $1 : $2)", Boolean(scope, depth + 1), Next(), Next())),
            (2, () => Expression(Form.SwitchExpression, Sort.Real, "($0 switch { 0 => $1, 1 or 2 => $2, _ => $3 })", Integer(scope), Next(), Atom(scope, depth), Atom(scope, depth))),
            (1, () => Expression(Form.SwitchExpressionOnActive, Sort.Real, "($0 switch { < 0.0$f => $1, < 0.5$f => $2, _ => $3 })", Next(), Atom(scope, depth), Next(), Atom(scope, depth))),
            (2, () => Expression(Form.IntegerToReal, Sort.Real, "(0.25$f * $0)", Integer(scope))),
            (1, () => _single ? null : Expression(Form.PrecisionConversion, Sort.Real, "(double)(float)($0)", Next())),
            (1, () => Expression(Form.Stop, Sort.Real, "$GGradient.Stop($0)", Next())),
            (2, () => Expression(Form.Activation, Sort.Real, _draw.From(["$GActivations.Swish($0, $1)", "$GActivations.Sigmoid($0 + $1)", "$GActivations.Elu($0, $1)", "$GLosses.SquaredError($0, $1)"]), Next(), Atom(scope, depth))),
            (1, () => Expression(Form.CheckedExpression, Sort.Real, _draw.From(["checked($0)", "unchecked($0)"]), Next())),
            (3, () => InPlace(scope, depth)),
            (9, () => CallExpression(scope, depth)),
            (4, () => StructExpression(scope, depth)),
        ], () => Atom(scope, depth));
    }

    private Node Atom(Scope scope, int depth) => _draw.Produce(
    [
        (40, () => Pick(scope, Role.Real) is { } name ? Use(Form.Variable, Sort.Real, "$u0", name) : null),
        (20, () => Element(scope)),
        (6, () => Pick(scope, Role.Grid) is { } grid ? Use(Form.GridElement, Sort.Real, "$u0[$0, $1]", grid, Masked(scope, 2), Masked(scope, 2)) : null),
        (6, () => Pick(scope, Role.Point) is { } point ? Use(Form.StructField, Sort.Real, _draw.From(["$u0.X", "$u0.Y"]), point) : null),
        (4, () => Pick(scope, Role.Pair) is { } pair ? Use(Form.StructField, Sort.Real, _draw.From(["$u0.A", "$u0.B", "$u0.Sum"]), pair) : null),
        (4, () => Pick(scope, Role.Points) is { } points ? Use(Form.ArrayOfStructs, Sort.Real, _draw.From(["$u0[$0].X", "$u0[$0].Y"]), points, Masked(scope, 2)) : null),
        (8, () => Literal()),
    ], Literal);

    private Node Literal() => new(Form.Literal, Sort.Real, _draw.From(Literals));

    private Node? Element(Scope scope)
    {
        if (Pick(scope, Role.Array, Role.Span, Role.ReadOnlySpan) is not { } view)
        {
            return null;
        }

        return _draw.Chance(6) ? Use(Form.ElementFromEnd, Sort.Real, "$u0[^1]", view) : Use(Form.Element, Sort.Real, "$u0[$0]", view, Masked(scope, view.Length));
    }

    private Node RuleCall(Scope scope, int depth)
    {
        string template = _draw.From(_single ? RuleForms.OnSingle : RuleForms.OnDouble);
        return Expression(Form.RuleCall, Sort.Real, template, [.. Enumerable.Range(0, RuleForms.Operands(template)).Select(i => i == 0 ? Real(scope, depth + 1) : Atom(scope, depth))]);
    }

    // What an expression changes on the way: the order of evaluation shows.
    private Node? InPlace(Scope scope, int depth)
    {
        Name[] places = scope.Writable(Role.Real);
        if (places.Length == 0)
        {
            return null;
        }

        Name place = _draw.From(places);
        return _draw.Below(3) switch
        {
            0 => Use(Form.AssignmentInExpression, Sort.Real, "($u0 = $M.Sin($0))", place, Real(scope, depth + 1)),
            1 => Use(Form.CompoundInExpression, Sort.Real, _draw.From(["($u0 *= 0.5$f)", "($u0 += 0.25$f)"]), place),
            _ => Use(Form.IncrementInExpression, Sort.Real, _draw.From(["(0.3$f * $u0--)", "(0.3$f * --$u0)", "(0.3$f * $u0++)"]), place),
        };
    }

    private Node? CallExpression(Scope scope, int depth)
    {
        Node Next() => Real(scope, depth + 1);
        return _draw.Produce(
        [
            (10, () => Helper(scope, Form.Helper) is { } h ? new Node(Form.Helper, Sort.Real, _draw.From(["$u0($0, $1)", "$u0($u2: $0, $u1: $1)"])) { Uses = [h, .. _helpers.First(m => m.Name == h).Parameters.Select(static p => p.Name)], Operands = [Next(), Next()] } : null!),
            (5, () => Helper(scope, Form.RecursiveHelper) is { } h && scope.LoopDepth < 2 ? Use(Form.RecursiveHelper, Sort.Real, "$u0($0, $1, $2)", h, Next(), Atom(scope, depth), Masked(scope, 4)) : null!),
            (5, () => Helper(scope, Form.RecursiveOverSpan) is { } h && scope.LoopDepth < 2 && Pick(scope, Role.Array, Role.Span) is { } v ? new Node(Form.RecursiveOverSpan, Sort.Real, "$u0($u1, $0, $1)") { Uses = [h, v], Operands = [Next(), Masked(scope, 4)] } : null!),
            (5, () => Helper(scope, Form.HelperOverSpan) is { } h && Pick(scope, Role.Array, Role.Span) is { } v ? new Node(Form.HelperOverSpan, Sort.Real, "$u0($u1, $0)") { Uses = [h, v], Operands = [Next()] } : null!),
            (6, () => Pick(scope, Role.Function) is { } f ? Use(Form.Lambda, Sort.Real, "$u0($0)", f, Next()) : null!),
            (2, () => Pick(scope, Role.Function) is { Hint: "f" } f ? Use(Form.LambdaPassed, Sort.Real, "Twice($u0, $0)", f, Next()) : null!),
            (2, () => Expression(Form.LambdaPassed, Sort.Real, "Twice($M.Sin, $0)", Next())),
            (2, () => Expression(Form.GenericHelper, Sort.Real, "(0.3$f * Square($M.Sin($0)))", Next())),
            (2, () => Expression(Form.ExtensionMember, Sort.Real, _draw.From(["$M.Sin($0).Bent", "($M.Sin($0).BentBy($1) + $1.Bent)"]), Next(), Atom(scope, depth))),
            (2, () => Expression(Form.PrimaryConstructor, Sort.Real, "new Ramp($0, $M.Sin($1)).At($2)", Next(), Next(), Atom(scope, depth))),
            (1, () => Expression(Form.ConstantMember, Sort.Real, _draw.From(["new Tuned { X = $M.Sin($0), Gain = 0.5$f }.Value", "(new Tuned { X = $0, Gain = $GGradient.Stop($1) }.Gain * $0)"]), Next(), Atom(scope, depth))),
            (2, () => Expression(Form.ParamsHelper, Sort.Real, "$M.Sin(Total($0, 0.5$f, $1))", Next(), Atom(scope, depth))),
            (2, () => Expression(Form.NamedArguments, Sort.Real, _draw.From(["Blend($0)", "Blend(c: $0, a: $1)", "Blend(b: $1, a: $0)"]), Next(), Atom(scope, depth))),
            (2, () => Expression(Form.HandWrittenRule, Sort.Real, "Ruled($M.Sin($0), $1)", Next(), Next())),
            (2, () => Pick(scope, Role.Array, Role.ReadOnlySpan, Role.Span) is { } v ? Use(Form.Loss, Sort.Real, _draw.From(["$GLosses.CrossEntropy($u0, $0)", "$GActivations.LogSumExp($u0)"]), v, Masked(scope, v.Length)) : null!),
        ], () => Atom(scope, depth));
    }

    private Node? StructExpression(Scope scope, int depth)
    {
        Node Next() => Real(scope, depth + 1);
        Name? point = Pick(scope, Role.Point);
        return point is null ? null : _draw.Below(3) switch
        {
            0 => new Node(Form.StructMethod, Sort.Real, "$u0.Dot($u1)") { Uses = [point, Pick(scope, Role.Point)!] },
            1 => new Node(Form.StructOperator, Sort.Real, "($0 * $u0 + $u1).X") { Uses = [point, Pick(scope, Role.Point)!], Operands = [Next()] },
            _ => Use(Form.StructMethod, Sort.Real, "$u0.Dot(new Point($0, $1))", point, Next(), Atom(scope, depth)),
        };
    }

    private Node Boolean(Scope scope, int depth = 1) => _draw.Produce(
    [
        (30, () => Expression(Form.Comparison, Sort.Boolean, _draw.From(["$0 < $1", "$0 > $1", "$0 <= $1"]), Real(scope, Math.Max(depth, 2)), Atom(scope, depth))),
        (15, () => Expression(Form.Comparison, Sort.Boolean, _draw.From(["$0 % 2 == 0", "$0 > 1", "($0 & 1) == 1"]), Integer(scope))),
        (10, () => depth > 2 ? null : Expression(Form.Logical, Sort.Boolean, _draw.From(["($0 && $1)", "($0 || $1)", "!($0)"]), Boolean(scope, depth + 1), Boolean(scope, depth + 1))),
        (5, () => Expression(Form.Pattern, Sort.Boolean, _draw.From(["$0 is > -0.5$f and < 0.5$f", "$0 is not (> 0.25$f)"]), Atom(scope, depth))),
        (3, () => Expression(Form.StructEquality, Sort.Boolean, _draw.From(["new Pair($0, $1) == new Pair($2, $1)", "new Pair($0, 0.5$f) != new Pair($1, 0.5$f)"]), Atom(scope, 0), Atom(scope, 0), Atom(scope, 0))),
        (5, () => Pick(scope, Role.Boolean) is { } name ? Use(Form.Variable, Sort.Boolean, "$u0", name) : null),
    ], static () => new Node(Form.Literal, Sort.Boolean, "true"));

    private Node Integer(Scope scope, int depth = 0) => _draw.Produce(
    [
        (40, () => Pick(scope, Role.Integer) is { } name ? Use(Form.Variable, Sort.Integer, "$u0", name) : null),
        (15, () => new Node(Form.Literal, Sort.Integer, _draw.Below(4).ToString(System.Globalization.CultureInfo.InvariantCulture))),
        (15, () => depth > 1 ? null : Expression(Form.IntegerArithmetic, Sort.Integer, _draw.From(["($0 + $1)", "($0 - $1)", "(3 - $0) * 2 + $1", "($0 ^ $1)", "(7 / (($0 & 3) + 1) + $1 % 3)", "($0 << 1 | $1 & 1)"]), Integer(scope, depth + 1), Integer(scope, depth + 1))),
        (8, () => Pick(scope, Role.IntegerRows) is { } rows ? Use(Form.IntegerElement, Sort.Integer, "$u0[$0][$1]", rows, Masked(scope, 2), Masked(scope, 4)) : null),
        (8, () => Pick(scope, Role.Integers) is { } view ? Use(Form.IntegerElement, Sort.Integer, "$u0[$0]", view, Masked(scope, view.Length)) : null),
        (5, () => Expression(Form.RealToInteger, Sort.Integer, "(int)(3.0$f * $M.Sin($0))", Atom(scope, 0))),
    ], static () => new Node(Form.Literal, Sort.Integer, "1"));

    /// <summary>An integer from 0 to <paramref name="length"/> − 1.</summary>
    private Node Masked(Scope scope, int length)
    {
        if (_draw.Chance(45))
        {
            return new Node(Form.Literal, Sort.Integer, _draw.Below(length).ToString(System.Globalization.CultureInfo.InvariantCulture)) { IsRequired = true };
        }

        return new Node(Form.IntegerArithmetic, Sort.Integer, $"($0) & {length - 1}") { Operands = [Integer(scope, 1)], IsRequired = true };
    }

    private Name? Pick(Scope scope, params Role[] roles) => scope.Of(roles) is { Length: > 0 } names ? _draw.From(names) : null;

    private static Node Expression(Form form, Sort sort, string text, params ImmutableArray<Node> operands) => new(form, sort, text) { Operands = operands };

    private static Node Use(Form form, Sort sort, string text, Name name, params ImmutableArray<Node> operands) => new(form, sort, text) { Uses = [name], Operands = operands };
}
