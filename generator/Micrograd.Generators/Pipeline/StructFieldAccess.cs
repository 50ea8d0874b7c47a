using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>The ways to a field of a struct: by name, by a copy with another value in it, and past what C# lets one name.</summary>
internal sealed class StructFieldAccess
{
    private readonly List<(string Owner, string Storage, string Function, string Type)> _functions = [];

    /// <summary>The declarations of the functions that a body uses: local functions that need no body, as the runtime finds the field.</summary>
    public EquatableArray<string> FunctionsIn(EquatableArray<IrStatement> body) => _functions.Where(f => Calls(body, f.Function + "(")).Select(static f =>
        $"[global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = \"{f.Storage}\")]\n" +
        $"static extern ref {f.Type} {f.Function}(ref {f.Owner} owner);").ToEquatableArray();

    /// <summary>The field can be assigned where it is.</summary>
    public static bool IsVariable(EquatableArray<FieldStep> path) =>
        path.Take(path.Count - 1).All(static s => s.Access == FieldAccess.Variable) && path[path.Count - 1].Access <= FieldAccess.Settable;

    /// <summary>A copy of the struct can be made with another value in the field.</summary>
    public static bool IsRebuilt(EquatableArray<FieldStep> path) => !IsVariable(path) && path.All(static s => s.Access <= FieldAccess.InitOnly);

    public static bool IsHidden(EquatableArray<FieldStep> path) => path.Any(static s => s.Access == FieldAccess.Hidden);

    private static bool Calls(EquatableArray<IrStatement> body, string call) =>
        body.AllExpressions().OfType<OpaqueExpression>().Any(e => e.Template.Contains(call));

    public static IrExpression Named(IrExpression owner, IEnumerable<FieldStep> path) =>
        path.Aggregate(owner, static (target, step) => new FieldExpression(target, step.Name, step.Type));

    /// <summary><c>p with { X = value }</c>.</summary>
    public static IrExpression With(IrExpression owner, IReadOnlyList<FieldStep> path, IrExpression value)
    {
        IrExpression inner = path.Count == 1 ? value : With(Named(owner, path.Take(1)), [.. path.Skip(1)], value);
        return new OpaqueExpression($"{{0}} with {{{{ {path[0].Name} = {{1}} }}}}", [owner, inner], owner.Type);
    }

    /// <summary>A reference to the field, whatever its accessibility; none of its type's code runs.</summary>
    public IrExpression Reference(IrExpression owner, IEnumerable<FieldStep> path, bool isReadOnly)
    {
        string text = isReadOnly ? "global::System.Runtime.CompilerServices.Unsafe.AsRef(in {0})" : "{0}";
        IrType type = owner.Type;
        foreach (FieldStep step in path)
        {
            text = step.Access == FieldAccess.Variable && !isReadOnly ? $"{text}.{step.Name}" : $"{FunctionFor(step)}(ref {text})";
            type = step.Type;
        }

        return new OpaqueExpression(text, [owner], type);
    }

    private string FunctionFor(FieldStep step)
    {
        if (_functions.FirstOrDefault(f => f.Owner == step.Owner && f.Storage == step.Storage) is { Function: { } known })
        {
            return known;
        }

        string name = step.Name.TrimStart('_', '@');
        string function = Identifier.Capitalized(name) + "Of";
        while (_functions.Any(f => f.Function == function))
        {
            function += "_";
        }

        _functions.Add((step.Owner, step.Storage, function, step.Type.Text));
        return function;
    }
}
