using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Deconstruction of tuples, and of structs by their <c>Deconstruct</c>: <c>(a, b) = (b, a)</c>.</content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>Finds all places, then computes all values, then stores: in that order C# does it.</summary>
    public IrExpression LowerDeconstruction(IDeconstructionAssignmentOperation assignment)
    {
        if (assignment.Syntax is not AssignmentExpressionSyntax syntax)
        {
            return Refuse(assignment);
        }

        OperandSequence operands = new(_scope);
        IOperation[] targets = [.. Targets(assignment.Target)];
        foreach (IOperation target in targets)
        {
            operands.Place(() => LowerTarget(target, declares: assignment.Target is IDeclarationExpressionOperation) ?? StandIn(target.Type));
        }

        // All that is left of the places' types is what the values are converted to.
        Queue<IrType> types = new(operands.All.Select(static p => p.Type));
        LowerParts(Unwrapped(assignment.Target), assignment.Value, assignment.SemanticModel!.GetDeconstructionInfo(syntax), types, operands);
        IrExpression[] places = [.. operands.All.Take(targets.Length)];
        IrExpression[] values = [.. operands.All.Skip(targets.Length)];
        StoreTogether([.. places.SelectMany(static p => p.Leaves())], [.. values.SelectMany(static v => v.Leaves())]);
        return TypeMapping.Map(assignment.Type) is StructType type && type.Fields.Count == places.Length ? new StructExpression(type, places.ToEquatableArray()) : StandIn(assignment.Type);
    }

    /// <summary><c>foreach (var (a, b) in points)</c>: the variables get their parts of the item.</summary>
    public void DeconstructItem(IForEachLoopOperation loop, IrExpression item)
    {
        DeconstructionInfo how = loop.SemanticModel!.GetDeconstructionInfo((ForEachVariableStatementSyntax)loop.Syntax);
        IrExpression[] parts = [.. Parts(Unwrapped(loop.LoopControlVariable), item, how, loop.LoopControlVariable)];
        int i = 0;
        foreach (IOperation target in Targets(loop.LoopControlVariable))
        {
            IrExpression place = LowerTarget(target, declares: true) ?? StandIn(target.Type);
            StoreTogether([.. place.Leaves()], [.. ConvertField(parts[i++], place.Type).Leaves()]);
        }
    }

    private static IOperation Unwrapped(IOperation target) => target is IDeclarationExpressionOperation { Expression: ITupleOperation inner } ? inner : target;

    private static IEnumerable<IOperation> Targets(IOperation target) =>
        Unwrapped(target) is ITupleOperation tuple ? tuple.Elements.SelectMany(Targets) : [target];

    private IrExpression? LowerTarget(IOperation target, bool declares) => target switch
    {
        ILocalReferenceOperation { Local: var local } when declares || _scope.PlaceOf(local) is null && target.Syntax is SingleVariableDesignationSyntax => DeclareLocal(local),
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: var local } } => DeclareLocal(local),
        _ => LowerPlace(target),
    };

    private void LowerParts(IOperation target, IOperation value, DeconstructionInfo how, Queue<IrType> types, OperandSequence operands)
    {
        if (target is not ITupleOperation parts)
        {
            IrType type = types.Dequeue();
            operands.Value(() => ConvertField(Lower(value), type));
            return;
        }

        IOperation source = value.Peeled();
        if (source is ITupleOperation literal && how.Method is null)
        {
            for (int i = 0; i < parts.Elements.Length; i++)
            {
                LowerParts(Unwrapped(parts.Elements[i]), literal.Elements[i], how.Nested.IsDefaultOrEmpty ? default : how.Nested[i], types, operands);
            }

            return;
        }

        IrExpression[] found = [];
        for (int i = 0; i < Targets(target).Count(); i++)
        {
            IrType type = types.Dequeue();
            int part = i;
            operands.Value(() =>
            {
                found = part == 0 ? [.. Parts(parts, Lower(source), how, source)] : found;
                return ConvertField(found[part], type);
            });
        }
    }

    private IEnumerable<IrExpression> Parts(IOperation target, IrExpression value, DeconstructionInfo how, IOperation source)
    {
        if (target is not ITupleOperation tuple)
        {
            return [value];
        }

        IReadOnlyList<IrExpression> fields = how.Method is { } method ? Deconstruct(value, method, source) : value is StructExpression whole ? whole.Fields : [Refuse(source)];
        return tuple.Elements.SelectMany((e, i) =>
            Parts(Unwrapped(e), i < fields.Count ? fields[i] : StandIn(e.Type), how.Nested.IsDefaultOrEmpty ? default : how.Nested[i], source)).ToArray();
    }

    private IReadOnlyList<IrExpression> Deconstruct(IrExpression value, IMethodSymbol method, IOperation source)
    {
        // A positional record's Deconstruct has no source; it reads the properties that its parameters are named after.
        IPropertySymbol?[] properties = [.. method.Parameters.Select(p => method.ContainingType.GetMembers(p.Name).OfType<IPropertySymbol>().FirstOrDefault(StructShape.IsAutomatic))];
        if (value is StructExpression whole && method.DeclaringSyntaxReferences.All(static r => r.GetSyntax() is TypeDeclarationSyntax) && properties.All(static p => p is not null))
        {
            return [.. properties.Select(p => whole.Fields[StructShape.IndexOf(p!)])];
        }

        if (value.Type is OpaqueType && !method.IsStatic && _scope.CanName(method))
        {
            return DeconstructConstant(value, method, source);
        }

        if (value is not StructExpression || !method.IsWrittenIn(_scope.Compilation))
        {
            Refuse(source);
            return [];
        }

        // The value is taken apart, and not the variable that it stands in.
        IrExpression bound = method.IsStatic || ReceiverChanges.AreExcluded(method)
            ? value.MapLeaves(v => v is LocalExpression or ConstantExpression ? v : _scope.Bind(v, "field"))
            : _scope.Declare("copy", value.Type, value);
        ImmutableArray<IParameterSymbol> outputs = method.IsStatic ? method.Parameters.RemoveAt(0) : method.Parameters;
        IrExpression[] places = [.. outputs.Select(p => _scope.Declare(p.Name, TypeMapping.Map(p.Type), null))];
        InlineArgument[] arguments = [.. outputs.Select((p, i) => new InlineArgument(p, source, null, () => places[i]) { IsPlace = true })];
        _inliner.Lower(method.IsStatic
            ? new InlineCall(source, InlineCall.Plain(method), [new InlineArgument(method.Parameters[0], source, null, () => bound), .. arguments])
            : new InlineCall(source, InlineCall.Plain(method), [.. arguments]) { Receiver = () => bound });
        return places;
    }

    // A pair of a dictionary, and whatever else carries no derivative, is asked by the text.
    private IReadOnlyList<IrExpression> DeconstructConstant(IrExpression value, IMethodSymbol method, IOperation source)
    {
        IrLocal[] parts = [.. method.Parameters.Select(p => _scope.CreateLocal(p.Name, InOnePiece(p.Type)))];
        string holes = string.Join(", ", parts.Select(static (_, i) => $"out {OpaqueStatement.OutputHole(i)}"));
        value = value.Type is OpaqueType { IsMutableValue: true } && !ReceiverChanges.AreExcluded(method) ? _scope.Declare("copy", value.Type, value) : value;
        _scope.Emit(new OpaqueStatement($"{{0}}.{method.Name}({holes});", [value])
        {
            Outputs = parts.ToEquatableArray(),
            EntryArguments = parts.Select(static _ => -1).ToEquatableArray(),
            ChangesState = !method.IsFramework(),
        });
        return [.. parts.Select((p, i) => Open(new LocalExpression(p), method.Parameters[i].Type, source))];
    }

    // A value that an earlier store of the same statement changes is saved before the first of them, and so is what finds an element.
    private void StoreTogether(IrExpression[] places, IrExpression[] values)
    {
        AssignStatement[] stores = [.. places.Select((p, i) => _scope.Stored(p, values[i]))];
        for (int i = 1; i < stores.Length; i++)
        {
            SideEffects effects = SideEffects.Of(stores.Take(i));
            if (effects.AffectPlace(places[i]))
            {
                stores[i] = _scope.Stored(References.Freeze(places[i], "target", _scope), values[i]);
            }

            if (effects.Affect(values[i]))
            {
                string name = values[i] is LocalExpression local ? local.Local.Name + "Before" : "before";
                stores[i] = stores[i] with { Value = _scope.Bind(values[i], name) };
            }
        }

        foreach (AssignStatement store in stores)
        {
            _scope.Emit(store);
        }
    }

    private IrExpression DeclareLocal(ILocalSymbol symbol)
    {
        IrExpression place = _scope.Declare(symbol.Name, TypeMapping.Map(symbol.Type), null);
        _scope.SetPlace(symbol, place);
        return place;
    }
}
