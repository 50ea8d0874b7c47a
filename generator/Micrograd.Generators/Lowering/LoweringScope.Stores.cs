using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <content>Declarations and stores, and what may be stored where.</content>
internal sealed partial class LoweringScope
{
    /// <summary>Declares locals for the value's fields, or one for a number. <paramref name="isConstant"/>: as a field marked [NoDiff] is.</summary>
    public IrExpression Declare(string name, IrType type, IrExpression? value, bool isConstant = false)
    {
        // An array of several dimensions that the method made is a value of more parts than its type shows.
        if (type is StructType && value is not null and not StructExpression)
        {
            // Memory of structs in one piece, under a name that may be given other memory.
            Report(LanguageDiagnostics.TypeNotSupported, Place ?? Method.DeclaringSyntaxReferences[0].GetSyntax(CancellationToken), type.Text.Replace("global::", ""));
            value = null;
        }

        IrExpression place = StructValues.CreateLocals(name, value is StructExpression ? value.Type : type, CreateLocal, isConstant);
        IrExpression[] values = value is null ? [] : [.. Unbind(value).Leaves()];
        int i = 0;
        foreach (LocalExpression leaf in place.Leaves().Cast<LocalExpression>())
        {
            IrExpression? first = value is not null ? values[i++] : leaf.Type.IsView ? ConstantExpression.NoMemory(leaf.Type) : null;
            Emit(new DeclareStatement(leaf.Local, first is not null && leaf.Local.IsConstant ? Kept(first, Place) : first));
        }

        return place;
    }

    /// <summary>The value without its derivative, whatever it was computed from.</summary>
    public IrExpression DeclareConstant(string name, IrExpression value) => value.Type is VoidType ? value : Declare(name, value.Type, value.MapLeaves(leaf =>
        leaf.Type.IsFloating ? FrameworkMember.Opaque("{0}", [leaf], leaf.Type)
        : leaf.Type is { IsView: true, IsDifferentiable: true } ? ConstantView(leaf)
        : leaf));

    /// <summary>A store. Memory and what the caller sees may turn out to be where no derivative can follow; a field marked [NoDiff] is.</summary>
    public AssignStatement Stored(IrExpression place, IrExpression value, SyntaxNode? at = null)
    {
        IrExpression kept = place.Root() is { IsConstant: true } ? Kept(value, at ?? Place) : value;
        return place is ElementExpression || IsSeenByCaller(place) ? StoreInto(place, kept, at) : new(place, kept);
    }

    /// <summary>The same memory, without the derivatives.</summary>
    public ViewExpression ConstantView(IrExpression value) => (value as ViewExpression ?? new ViewExpression(value, null, null, value.Type)) with { IsConstant = true };

    // What is kept in a field marked [NoDiff] is a constant, and a mistake if it has a derivative.
    private IrExpression Kept(IrExpression value, SyntaxNode? at) =>
        value is ConstantExpression or NewArrayExpression || !value.Type.IsDifferentiable ? value
        : value.Type.IsView ? ConstantView(value) with { Site = at is null ? -1 : AddSite(at) }
        : new OpaqueExpression("{0}", [value], value.Type) { IsStore = true, Site = at is null ? -1 : AddSite(at) };

    // A `ref` or `out` parameter of the method itself.
    private bool IsSeenByCaller(IrExpression place) =>
        place is LocalExpression { Local: var local } && Signature.Parameters.Any(p => p.Mode is ParameterMode.Ref or ParameterMode.Out && p.Local == local);

    /// <summary>A store that knows its place in the source.</summary>
    public AssignStatement StoreInto(IrExpression element, IrExpression value, SyntaxNode? at = null) =>
        new(element, value) { Source = Source, Site = element.Type.IsFloating && (at ?? Place) is { } place ? AddSite(place) : -1 };
}
