using System.Collections.Immutable;
using CsCheck;

namespace Micrograd.Fuzz.Programs;

/// <summary>Random well-typed programs over generator/LANGUAGE.md. One seed is one program, on every machine.</summary>
internal sealed partial class ProgramGenerator
{
    private readonly Draw _draw;
    private readonly bool _single;
    private readonly List<Method> _helpers = [];
    private int _nextName;

    private ProgramGenerator(PCG stream)
    {
        _draw = new Draw(stream);
        _single = _draw.Chance(10);
    }

    /// <summary>Programs as CsCheck draws and shrinks them.</summary>
    public static Gen<FuzzProgram> Programs { get; } = new ProgramGen();

    /// <summary>Program number <paramref name="index"/> of a run.</summary>
    public static FuzzProgram Generate(ulong seed, int index) => Generate(new PCG((uint)index, seed), $"{index}", $"{seed}/{index}");

    private static FuzzProgram Generate(PCG stream, string id, string seed) => new ProgramGenerator(stream).Program(id, seed);

    private FuzzProgram Program(string id, string seed)
    {
        AddHelpers();
        Scope scope = new();
        List<Parameter> parameters = [];
        foreach (Parameter parameter in Parameters())
        {
            scope.Add(parameter.Name);
            parameters.Add(parameter);
        }

        Outcome result = Result(scope);
        scope = new Scope { Result = result, MayReturn = result != Outcome.Array }.Holding(scope.Names);
        List<Node> body = [Declare(scope, Role.Real), .. Block(scope, 3 + _draw.Below(5), isBody: true)];
        body.Add(result == Outcome.Nothing ? Store(scope) : Return(scope));
        Method main = new(Fresh("F", Role.Method), FormOf(result), TypeOf(result) + " $name($p)", [.. parameters], [.. body]);
        return new FuzzProgram(id, seed, _single, main, [.. _helpers], [Point(parameters), Point(parameters)]);
    }

    private Outcome Result(Scope scope) => scope.Writable(Role.Array, Role.Span).Length > 0 && _draw.Chance(12) ? Outcome.Nothing : _draw.Below(100) switch
    {
        < 6 => Outcome.Tuple,
        < 12 => Outcome.Point,
        < 16 => Outcome.Array,
        _ => Outcome.Real,
    };

    private static Form FormOf(Outcome result) => result switch
    {
        Outcome.Nothing => Form.NoResult,
        Outcome.Tuple => Form.TupleResult,
        Outcome.Point => Form.StructResult,
        Outcome.Array => Form.ArrayResult,
        _ => Form.Helper,
    };

    private static string TypeOf(Outcome result) => result switch
    {
        Outcome.Nothing => "void",
        Outcome.Tuple => "($T First, $T Second)",
        Outcome.Point => "Point",
        Outcome.Array => "$T[]",
        _ => "$T",
    };

    private IEnumerable<Parameter> Parameters()
    {
        yield return new(Fresh("x", Role.Real), "$T $u0");
        yield return new(Fresh("y", Role.Real), "$T $u0");
        (int Percent, Func<Parameter> Make)[] optional =
        [
            (60, () => new(Fresh("a", Role.Array, length: 4), "$T[] $u0")),
            (25, () => new(Fresh("b", Role.ReadOnlySpan, false, 4), "ReadOnlySpan<$T> $u0")),
            (25, () => new(Fresh("c", Role.Span, length: 4), "Span<$T> $u0")),
            (75, () => new(Fresh("n", Role.Integer), "int $u0")),
            (15, () => new(Fresh("k", Role.Integers, false, 4), "int[] $u0")),
            (15, () => new(Fresh("w", Role.Real, false), "[NoDiff] $T $u0")),
            (10, () => new(Fresh("v", Role.ReadOnlySpan, false, 4), "[NoDiff] ReadOnlySpan<$T> $u0")),
            (10, () => new(Fresh("q", Role.Real, false) with { IsCapturable = false }, "in $T $u0")),
            (10, () => new(Fresh("r", Role.Real) with { IsCapturable = false }, "ref $T $u0")),
            (12, () => new(Fresh("o", Role.Point), "Point $u0")),
            (8, () => new(Fresh("o", Role.Point) with { IsCapturable = false }, "ref Point $u0")),
            (8, () => new(Fresh("pair", Role.Pair), "Pair $u0")),
        ];
        foreach ((int percent, Func<Parameter> make) in optional)
        {
            if (_draw.Chance(percent))
            {
                yield return make();
            }
        }
    }

    private ImmutableArray<object> Point(List<Parameter> parameters)
    {
        double Number() => Math.Round((_draw.Unit() * 2) - 1, 3);
        object[] Array(int length) => [.. Enumerable.Range(0, length).Select(_ => (object)Number())];
        return [.. parameters.Select(p => p.Name.Role switch
        {
            Role.Real => Number(),
            Role.Integer => (object)_draw.Below(5),
            Role.Integers => Enumerable.Range(0, 4).Select(_ => _draw.Below(4)).ToArray(),
            Role.Point or Role.Pair => Array(2).Select(Convert.ToDouble).ToArray(),
            _ => Array(4).Select(Convert.ToDouble).ToArray(),
        })];
    }

    private void AddHelpers()
    {
        (int Percent, Form Form)[] kinds = [(40, Form.Helper), (20, Form.HelperByRef), (15, Form.HelperOut), (20, Form.HelperOverSpan), (20, Form.RecursiveHelper), (15, Form.RecursiveOverSpan)];
        foreach ((int percent, Form form) in kinds)
        {
            if (_draw.Chance(percent))
            {
                _helpers.Add(HelperOf(form));
            }
        }
    }

    private Method HelperOf(Form form)
    {
        Name name = Fresh("h", Role.Method);
        ImmutableArray<Parameter> parameters = form switch
        {
            Form.Helper => [new(Fresh("p", Role.Real), "$T p"), new(Fresh("q", Role.Real), "$T q")],
            Form.HelperByRef => [new(Fresh("p", Role.Real) with { IsCapturable = false }, "ref $T p"), new(Fresh("q", Role.Real) with { IsCapturable = false }, "ref $T q")],
            Form.HelperOut => [new(Fresh("p", Role.Real), "$T p"), new(Fresh("q", Role.Real) with { IsCapturable = false }, "out $T q"), new(Fresh("r", Role.Real) with { IsCapturable = false }, "out $T r")],
            Form.HelperOverSpan => [new(Fresh("v", Role.Span, length: 2), "Span<$T> v"), new(Fresh("p", Role.Real), "$T p")],
            Form.RecursiveOverSpan => [new(Fresh("v", Role.Span, length: 2), "Span<$T> v"), new(Fresh("p", Role.Real), "$T p"), new(Fresh("m", Role.Integer, false), "int m")],
            _ => [new(Fresh("p", Role.Real), "$T p"), new(Fresh("q", Role.Real), "$T q"), new(Fresh("m", Role.Integer, false), "int m")],
        };
        // Named arguments call p and q by their names.
        parameters = [.. parameters.Select(static p => p with { Name = p.Name with { Hint = p.Text[(p.Text.LastIndexOf(' ') + 1)..] }, Text = p.Text[..(p.Text.LastIndexOf(' ') + 1)] + "$u0" })];
        bool returns = form is not (Form.HelperByRef or Form.HelperOut);
        Scope scope = new Scope { Result = returns ? Outcome.Real : Outcome.Nothing, IsHelper = true }.Holding(parameters.Select(static p => p.Name));
        List<Node> body = [.. Opening(form, name, scope), .. Block(scope, 1 + _draw.Below(3), isBody: true)];
        if (returns)
        {
            body.Add(Return(scope));
        }

        return new Method(name, form, (returns ? "$T" : "void") + " $name($p)", parameters, [.. body]);
    }

    private IEnumerable<Node> Opening(Form form, Name self, Scope scope)
    {
        if (form == Form.HelperOut)
        {
            foreach (Name place in scope.Of(Role.Real).Skip(1))
            {
                yield return Use(Form.Assignment, Sort.Statement, "$u0 = $0;", place, Use(Form.Variable, Sort.Real, "$u0", scope.Names[0])) with { IsRequired = true };
            }
        }
        else if (form == Form.RecursiveOverSpan)
        {
            // What the call is given may lie in the memory that it changes.
            (Name view, Name depth) = (scope.Names[0], scope.Names[2]);
            yield return Use(Form.Compound, Sort.Statement, "$u0[$0] *= $1;", view, Masked(scope, 2), Real(scope, 1)) with { IsRequired = true };
            yield return Use(Form.If, Sort.Statement, "if ($u0 <= 0) { return $0; }", depth, Real(scope, 2)) with { IsRequired = true };
            Name inner = Fresh("t", Role.Real);
            Node given = _draw.Chance(60) ? Use(Form.Element, Sort.Real, "$u0[$0]", view, Masked(scope, 2)) : Real(scope, 1);
            yield return new Node(Form.RealLocal, Sort.Statement, "$T $d0 = 0.9$f * $u0($u1, $0, $u2 - 1);") { Uses = [self, view, depth], Declares = [inner], Operands = [given] };
            scope.Add(inner);
        }
        else if (form == Form.RecursiveHelper)
        {
            Name depth = scope.Names[2];
            yield return Use(Form.If, Sort.Statement, "if ($u0 <= 0) { return $0; }", depth, Real(scope, 2)) with { IsRequired = true };
            Name inner = Fresh("t", Role.Real);
            yield return new Node(Form.RealLocal, Sort.Statement, "$T $d0 = 0.9$f * $u0($0, $1, $u1 - 1);") { Uses = [self, depth], Declares = [inner], Operands = [Real(scope, 1), Real(scope, 1)] };
            scope.Add(inner);
        }
    }

    private Name? Helper(Scope scope, Form form) => scope.IsHelper ? null : _helpers.FirstOrDefault(h => h.Form == form)?.Name;

    private Name Fresh(string hint, Role role, bool isWritable = true, int length = 0) => new(_nextName++, hint, role, isWritable, length);

    private sealed class ProgramGen : Gen<FuzzProgram>
    {
        public override FuzzProgram Generate(PCG pcg, Size? min, out Size size)
        {
            FuzzProgram program = ProgramGenerator.Generate(pcg, "0", pcg.ToString());
            size = new Size((ulong)program.Size);
            return program;
        }
    }
}
