using System.Collections.Immutable;

namespace Micrograd.Fuzz.Programs;

/// <summary>
/// A statement or an expression. Its text is a template: <c>$0</c> is an operand, <c>$u0</c> a name used, <c>$d0</c> a name
/// declared, <c>$b0</c> a block; <c>$T</c> the floating-point type, <c>$f</c> the suffix of its literals, <c>$M</c> its class of functions.
/// </summary>
internal sealed record Node(Form Form, Sort Sort, string Text)
{
    public ImmutableArray<Node> Operands { get; init; } = [];

    public ImmutableArray<Name> Uses { get; init; } = [];

    public ImmutableArray<Name> Declares { get; init; } = [];

    public ImmutableArray<ImmutableArray<Node>> Blocks { get; init; } = [];

    /// <summary>The program is no program without it: the last return, the first assignment of an <c>out</c> parameter.</summary>
    public bool IsRequired { get; init; }

    public int Size => 1 + Operands.Sum(static o => o.Size) + Blocks.Sum(static b => b.Sum(static s => s.Size));

    public IEnumerable<Node> All => [this, .. Operands.SelectMany(static o => o.All), .. Blocks.SelectMany(static b => b.SelectMany(static s => s.All))];
}

/// <summary>A local, a parameter or a method, named only when the program is printed.</summary>
/// <param name="Length">Of an array or span: a power of two, so that any integer becomes an index by a mask.</param>
internal sealed record Name(int Id, string Hint, Role Role, bool IsWritable = true, int Length = 0, bool IsCapturable = true);

/// <summary>A parameter of a program's method, with its declaration as a template.</summary>
internal sealed record Parameter(Name Name, string Text);

/// <summary>The marked method, or a method beside it.</summary>
internal sealed record Method(Name Name, Form Form, string Signature, ImmutableArray<Parameter> Parameters, ImmutableArray<Node> Body)
{
    public IEnumerable<Node> Nodes => Body.SelectMany(static s => s.All);

    public int Size => Body.Sum(static s => s.Size);
}

/// <summary>A random program: one marked method, methods that it calls, and points at which it is asked.</summary>
internal sealed record FuzzProgram(string Id, string Seed, bool IsSingle, Method Main, ImmutableArray<Method> Helpers, ImmutableArray<ImmutableArray<object>> Points)
{
    public string Type => "P" + Id;

    public string MethodName => "F" + Id;

    public int Size => Main.Size + Helpers.Sum(static h => h.Size);

    /// <summary>The methods that are reached from the marked one.</summary>
    public IEnumerable<Method> Reached
    {
        get
        {
            HashSet<Name> seen = [];
            Queue<Method> waiting = new([Main]);
            while (waiting.TryDequeue(out Method? method))
            {
                yield return method;
                foreach (Method helper in Helpers.Where(h => method.Nodes.Any(n => n.Uses.Contains(h.Name)) && seen.Add(h.Name)))
                {
                    waiting.Enqueue(helper);
                }
            }
        }
    }

    public IEnumerable<Form> Forms => Reached.SelectMany(static m => m.Nodes.Select(static n => n.Form).Append(m.Form))
        .Concat(Main.Parameters.Select(static p => FormOf(p)).OfType<Form>())
        .Concat(IsSingle ? [Form.SinglePrecision] : [])
        .Distinct();

    /// <summary>
    /// The method makes objects of its own, which its derivative makes, too. A call of a recursive method that carries no derivative
    /// is kept as it is, and the method makes its own arrays; those of a `params` span are made in memory in debug code only.
    /// </summary>
    public bool Allocates => Forms.Any(static f => f is Form.NullableArray or Form.IntegerRows)
        || Reached.Any(static m => m.Form is Form.RecursiveHelper or Form.RecursiveOverSpan && m.Nodes.Any(static n => n.Form is Form.NewArray or Form.ArrayInitializer or Form.CollectionExpression
            or Form.ArrayClone or Form.ToArray or Form.Grid or Form.ArrayOfStructs or Form.Lambda or Form.LambdaPassed or Form.ParamsHelper));

    private static Form? FormOf(Parameter parameter) => parameter switch
    {
        { Text: var text } when text.Contains("NoDiff", StringComparison.Ordinal) => Form.NoDiffParameter,
        { Text: var text } when text.StartsWith("in ", StringComparison.Ordinal) => Form.InParameter,
        { Text: var text, Name.Role: Role.Real } when text.StartsWith("ref ", StringComparison.Ordinal) => Form.RefParameter,
        { Text: var text, Name.Role: Role.Point } => text.StartsWith("ref ", StringComparison.Ordinal) ? Form.RefStructParameter : Form.StructParameter,
        { Name.Role: Role.Pair } => Form.RecordParameter,
        { Name.Role: Role.Array } => Form.InPlaceParameter,
        { Name.Role: Role.Span } => Form.SpanParameter,
        { Name.Role: Role.ReadOnlySpan } => Form.ReadOnlySpanParameter,
        _ => null,
    };
}
