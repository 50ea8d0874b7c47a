using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// The parameters of one generated body that the transforms saw in parts: what each part stands for in the parameter that C# has,
/// and the statements that open the whole at the top of the body.
/// </summary>
internal sealed class StructParts
{
    private readonly EquatableArray<IrStatement> _body;
    private readonly HashSet<int> _assigned;
    private readonly StructFieldRewriter _fields;
    private readonly StructMemory _memory;
    private readonly GridEntries _grids;
    private readonly List<IrStatement> _entry = [];

    /// <param name="body">The body, in terms of the parts.</param>
    /// <param name="firstLocal">Locals with smaller numbers are free.</param>
    /// <param name="isTape">The body is the one on the tape, where a struct is a tuple.</param>
    public StructParts(EquatableArray<IrStatement> body, int firstLocal, bool isTape)
    {
        _body = body;
        _assigned = body.AssignedLocals();
        Access = new StructFieldAccess();
        _fields = new StructFieldRewriter(Access);
        _memory = new StructMemory(Access, body, firstLocal, isTape);
        _grids = new GridEntries(body);
    }

    public StructFieldAccess Access { get; }

    // Its fields are assigned one by one, which C# follows only where they are variables and nothing guards them.
    public void BeginOutput(IrParameter parameter)
    {
        if (parameter.Mode == ParameterMode.Out)
        {
            _entry.Add(new AssignStatement(new LocalExpression(parameter.Local), new ConstantExpression(parameter.Local.Type, 0, "default")));
        }
    }

    /// <summary>A part of a parameter.</summary>
    public void Add(StructLeaf leaf, IrParameter parameter, StructParameter given, bool isWritten)
    {
        if (given.IsGrid || given.IsMemory)
        {
            _grids.Add(leaf.Local, parameter.Local, given);
        }
        else if (given.Element is { } element)
        {
            _memory.Add(leaf.Local, parameter.Local, element, leaf.Path, isWritten);
        }
        else
        {
            _fields.Open(leaf, parameter, _assigned.Contains(leaf.Local.Id), _entry);
        }
    }

    /// <summary>The derivative of a part, which belongs into the derivative of the parameter.</summary>
    public void AddShadow(IrLocal partShadow, StructLeaf leaf, IrLocal shadow, StructParameter given)
    {
        if (given.IsGrid)
        {
            _grids.Add(partShadow, shadow, given);
        }
        else if (given.Element is { } element)
        {
            _memory.Add(partShadow, shadow, element, leaf.Path, isWritten: true, isShadow: true);
        }
        else
        {
            _fields.Write(partShadow, leaf, shadow);
        }
    }

    /// <summary>The adjoint of a returned struct, of which the body reads the fields.</summary>
    public IrLocal AddUpstream(StructParameter result, IrType type)
    {
        IrParameter upstream = new(new IrLocal(int.MinValue, "upstream", type), ParameterRole.Constant, ParameterMode.Value, type.Text);
        foreach (StructLeaf leaf in result.Leaves.Where(static l => l.Local is { IsConstant: false, Type.IsDifferentiable: true }))
        {
            _fields.Read(leaf, upstream, isAssigned: false, _entry);
        }

        return upstream.Local;
    }

    /// <summary>The body, in terms of the parameters.</summary>
    public EquatableArray<IrStatement> Whole() => [.. Entry, .. Statements(_body)];

    /// <summary>What opens the parameters.</summary>
    public EquatableArray<IrStatement> Entry => [.. _grids.Statements, .. _entry, .. _memory.Entry];

    /// <summary>Gives the caller what the body wrote to copies of its own.</summary>
    public EquatableArray<IrStatement> Exit => [.. _memory.Exit];

    /// <summary>A block of the body, in terms of the parameters.</summary>
    public EquatableArray<IrStatement> Block(EquatableArray<IrStatement> block) => _fields.RewriteBlock(_memory.RewriteBlock(_grids.RewriteBlock(block)));

    /// <summary>The statements that end with its return.</summary>
    public EquatableArray<IrStatement> Statements(EquatableArray<IrStatement> statements) => _fields.RewriteBlock(_memory.Apply(_grids.RewriteBlock(statements)));
}
