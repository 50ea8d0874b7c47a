using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// Which integers, texts and objects hold a varied number in another form, as its bits, its digits or its hash code. They carry no
/// derivative, and need none, until unknown code makes a floating-point number of them again.
/// Comparisons and conversions to an integer are no such form: their derivative is zero by semantics.md section 1.
/// </summary>
internal sealed class EncodedNumbers
{
    private readonly VariedFacts _varied;
    private readonly HashSet<int> _instance;
    private readonly Dictionary<int, string> _origins = [];

    private EncodedNumbers(MethodIr method, VariedFacts varied)
    {
        _varied = varied;

        // `this` is asked for everything: that it was told one number says nothing about the others it gives.
        _instance = [.. method.Signature.Parameters.Where(static p => p.State is not null).Select(static p => p.Local.Id)];
    }

    public static EncodedNumbers Analyze(MethodIr method, VariedFacts varied)
    {
        EncodedNumbers encoded = new(method, varied);
        IrStatement[] statements = [.. method.Body.AllStatements()];
        int known;
        do
        {
            known = encoded._origins.Count;
            foreach (IrStatement statement in statements)
            {
                encoded.Visit(statement);
            }
        }
        while (encoded._origins.Count > known);
        return encoded;
    }

    /// <summary>The varied number that the value holds in another form; null where it holds none.</summary>
    public string? OriginOf(IrExpression value) => value.Type.IsDifferentiable || value.Type.Equals(IrType.Boolean) ? null : value switch
    {
        LocalExpression or ElementExpression or FieldExpression or ViewExpression => value.Root() is { } root && _origins.TryGetValue(Key(root), out string? origin) ? origin : null,
        UnaryExpression or BinaryExpression or ConversionExpression => First(value.Operands),
        ConditionalExpression choice => OriginOf(choice.WhenTrue) ?? OriginOf(choice.WhenFalse),
        OpaqueExpression opaque => Within(opaque),
        _ => null,
    };

    /// <summary>What code that is kept as text is given of a varied number, in whatever form.</summary>
    private string? Within(OpaqueExpression opaque) => opaque.IsDeclaredConstant ? null : Given(opaque.Arguments);

    private string? Given(IEnumerable<IrExpression> arguments) =>
        arguments.Select(a => _varied.IsVaried(a) ? DroppedDerivativeAnalysis.NameOf(a) : OriginOf(a)).FirstOrDefault(static o => o is not null);

    private string? First(IEnumerable<IrExpression> operands) => operands.Select(OriginOf).FirstOrDefault(static o => o is not null);

    private void Visit(IrStatement statement)
    {
        (IrExpression? target, IrExpression? value) = statement switch
        {
            DeclareStatement { Value: not null } s => (new LocalExpression(s.Local), s.Value),
            AssignStatement s => (s.Target, s.Value),
            _ => default,
        };
        if (target?.Root() is { } stored && OriginOf(value!) is { } origin)
        {
            Mark(stored, origin);
        }

        foreach (IrExpression expression in statement.Expressions().SelectMany(static e => e.SelfAndDescendants()))
        {
            if (expression is OpaqueExpression opaque)
            {
                MarkGiven(opaque.Arguments, Within(opaque));
            }
        }

        if (statement is OpaqueStatement text)
        {
            string? given = text.CarriesNothing ? null : Given(text.Arguments);
            MarkGiven(text.Arguments, given);
            foreach (IrLocal output in text.Outputs.Where(o => given is not null && !o.Type.IsDifferentiable))
            {
                Mark(output, given!);
            }
        }
    }

    // What is given along with a number may keep it: a StringBuilder, a span of bytes.
    private void MarkGiven(EquatableArray<IrExpression> arguments, string? origin)
    {
        foreach (IrLocal local in arguments.Select(static a => a.Root()).OfType<IrLocal>())
        {
            if (origin is not null && !local.Type.IsDifferentiable && (local.Type.IsView || local.Type is OpaqueType { FullName: not "string" }))
            {
                Mark(local, origin);
            }
        }
    }

    private void Mark(IrLocal local, string origin)
    {
        if (!_instance.Contains(local.Id) && !_origins.ContainsKey(Key(local)))
        {
            _origins[Key(local)] = origin;
        }
    }

    private int Key(IrLocal local) => local.Type.IsView ? _varied.Roots.ClassOf(local) : local.Id;
}
