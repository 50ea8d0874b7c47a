using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>
/// The adjoint of every active local: a scalar for a scalar, and for an array or view a shadow that is sliced, indexed and
/// passed as it is, so that aliasing inside the method takes care of itself.
/// </summary>
internal sealed class Adjoints
{
    private readonly ReverseContext _context;
    private readonly Dictionary<int, IrLocal> _adjoints = [];

    public Adjoints(ReverseContext context)
    {
        _context = context;
        ParameterShadows = context.Method.Signature.Parameters.Select(CreateParameterShadow).ToEquatableArray();
    }

    /// <summary>The derivative parameter of each parameter; null where it has none.</summary>
    public EquatableArray<IrLocal?> ParameterShadows { get; }

    /// <summary>The locals that hold adjoints.</summary>
    public IReadOnlyCollection<int> Locals => [.. _adjoints.Values.Concat(ParameterShadows.OfType<IrLocal>()).Select(static l => l.Id)];

    public bool IsActive(IrLocal local) => _context.Activity.IsActive(local);

    /// <summary>The local that holds the adjoint; scalars of by-value parameters have one of their own beside the derivative parameter.</summary>
    public IrLocal Of(IrLocal local)
    {
        if (!_adjoints.TryGetValue(local.Id, out IrLocal? adjoint))
        {
            IrType type = local.Type.IsView ? Spans.Writable(local.Type) : local.Type;
            adjoint = _context.Locals.Create(NameFor(local), type);
            _adjoints[local.Id] = adjoint;
        }

        return adjoint;
    }

    /// <summary>The place that holds the adjoint of a place, with the values its indices had before a step.</summary>
    public IrExpression Place(IrExpression place, Step step, ReverseValues values) => place switch
    {
        LocalExpression local => new LocalExpression(Of(local.Local)),
        ElementExpression element => new ElementExpression(
            Place(element.Array, step, values),
            element.Indices.Select(index => values.Before(index, step)).ToEquatableArray(),
            element.Type),
        FieldExpression field => field with { Target = Place(field.Target, step, values) },
        _ => throw new InvalidOperationException($"{IrPrinter.Print(place)} is not a place."),
    };

    private IrLocal? CreateParameterShadow(IrParameter parameter)
    {
        if (parameter.Role != ParameterRole.Independent)
        {
            return null;
        }

        IrType type = parameter.Local.Type is ArrayType { Rank: 1, IsJagged: false } or SpanType ? Spans.Writable(parameter.Local.Type) : parameter.Local.Type;
        IrLocal shadow = _context.Locals.Create(NameFor(parameter.Local), type);
        if (parameter.Local.Type.IsView || parameter.Mode is ParameterMode.Ref or ParameterMode.Out)
        {
            _adjoints[parameter.Local.Id] = shadow;
        }

        return shadow;
    }

    private static string NameFor(IrLocal local) => Identifier.Prefixed("d", local.Name);
}
