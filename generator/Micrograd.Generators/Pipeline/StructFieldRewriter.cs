using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>Writes fields of struct parameters where the transforms have written parameters of their own.</summary>
internal sealed class StructFieldRewriter(StructFieldAccess access) : IrRewriter
{
    private readonly Dictionary<int, IrExpression> _places = [];
    private readonly Dictionary<int, (StructLeaf Leaf, IrExpression Owner)> _rebuilt = [];

    /// <summary>Connects the local that stands for a field of a parameter with the field.</summary>
    public void Open(StructLeaf leaf, IrParameter parameter, bool isAssigned, List<IrStatement> entry)
    {
        if (parameter.Mode is ParameterMode.Ref or ParameterMode.Out)
        {
            Write(leaf.Local, leaf, parameter.Local);
        }
        else
        {
            Read(leaf, parameter, isAssigned, entry);
        }
    }

    /// <summary>A field is read where it is, unless the method works on its own copy, or it takes a function to get at it.</summary>
    public void Read(StructLeaf leaf, IrParameter parameter, bool isAssigned, List<IrStatement> entry)
    {
        bool isReference = parameter.Mode is ParameterMode.In or ParameterMode.RefReadOnly;
        LocalExpression owner = new(parameter.Local);
        if (StructFieldAccess.IsHidden(leaf.Path))
        {
            entry.Add(new DeclareStatement(leaf.Local, access.Reference(owner, leaf.Path, isReference)));
        }
        else if (isAssigned)
        {
            entry.Add(new DeclareStatement(leaf.Local, StructFieldAccess.Named(owner, leaf.Path)));
        }
        else
        {
            _places[leaf.Local.Id] = StructFieldAccess.Named(owner, leaf.Path);
        }
    }

    /// <summary>The field itself is the variable, or the struct is made anew around it, or the field is reached behind the property.</summary>
    public void Write(IrLocal fieldShadow, StructLeaf leaf, IrLocal shadow)
    {
        LocalExpression owner = new(shadow);
        if (StructFieldAccess.IsRebuilt(leaf.Path))
        {
            _rebuilt[fieldShadow.Id] = (leaf, owner);
            _places[fieldShadow.Id] = StructFieldAccess.Named(owner, leaf.Path);
        }
        else
        {
            _places[fieldShadow.Id] = StructFieldAccess.IsVariable(leaf.Path) ? StructFieldAccess.Named(owner, leaf.Path) : access.Reference(owner, leaf.Path, isReadOnly: false);
        }
    }

    public override IrExpression Rewrite(IrExpression expression) =>
        expression is LocalExpression local && _places.TryGetValue(local.Local.Id, out IrExpression? place) ? place : base.Rewrite(expression);

    protected override void RewriteStatement(IrStatement statement, List<IrStatement> output)
    {
        if (statement is AssignStatement { Target: LocalExpression { Local: var local } } assign && _rebuilt.TryGetValue(local.Id, out (StructLeaf Leaf, IrExpression Owner) rebuilt))
        {
            output.Add(new AssignStatement(rebuilt.Owner, StructFieldAccess.With(rebuilt.Owner, rebuilt.Leaf.Path, Rewrite(assign.Value))) { Source = assign.Source });
        }
        else
        {
            base.RewriteStatement(statement, output);
        }
    }
}
