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
    /// <summary>Finds all places, then computes all values, then stores: in that order C# does it. The value of it all is a tuple of what was stored.</summary>
    public IrExpression LowerDeconstruction(IDeconstructionAssignmentOperation assignment, bool isUsed)
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
        Queue<ITypeSymbol> types = new(targets.Select(static t => t.Type!));
        LowerParts(Unwrapped(assignment.Target), assignment.Value, assignment.SemanticModel!.GetDeconstructionInfo(syntax), types, operands);
        IrExpression[] places = [.. operands.All.Take(targets.Length)];
        IrExpression[] values = [.. operands.All.Skip(targets.Length)];
        if (isUsed)
        {
            values = Kept(places, values);
        }

        StoreTogether([.. places.SelectMany(static p => p.Leaves())], [.. values.SelectMany(static v => v.Leaves())]);
        return isUsed ? Assembled(Unwrapped(assignment.Target), TypeMapping.Map(assignment.Type), new Queue<IrExpression>(values)) : StandIn(assignment.Type);
    }

    // The places may hold something else in the end: the same variable may stand twice, and what finds an element may be stored to.
    private IrExpression[] Kept(IrExpression[] places, IrExpression[] values)
    {
        SideEffects effects = SideEffects.Of(places.SelectMany(static p => p.Leaves()).Zip(values.SelectMany(static v => v.Leaves()), static (p, v) => new AssignStatement(p, v)));
        return [.. values.Select(value => value.MapLeaves(v => v is ConstantExpression || v is LocalExpression && !effects.Affect(v) ? v : _scope.Bind(v, "value")))];
    }

    private static IrExpression Assembled(IOperation target, IrType type, Queue<IrExpression> values) => target is ITupleOperation tuple && type is StructType whole
        ? new StructExpression(whole, [.. tuple.Elements.Select((e, i) => Assembled(Unwrapped(e), whole.Fields[i].Type, values))])
        : values.Dequeue();

    /// <summary><c>foreach (var (a, b) in points)</c>: the variables get their parts of the item.</summary>
    public void DeconstructItem(IForEachLoopOperation loop, IrExpression item, ITypeSymbol? type)
    {
        DeconstructionInfo how = loop.SemanticModel!.GetDeconstructionInfo((ForEachVariableStatementSyntax)loop.Syntax);
        (IrExpression Value, ITypeSymbol? Type)[] parts = [.. Parts(Unwrapped(loop.LoopControlVariable), (item, type), how, loop.LoopControlVariable)];
        int i = 0;
        foreach (IOperation target in Targets(loop.LoopControlVariable))
        {
            (IrExpression part, ITypeSymbol? from) = parts[i++];
            IrExpression place = LowerTarget(target, declares: true) ?? StandIn(target.Type);
            StoreTogether([.. place.Leaves()], [.. ConvertPart(part, from, target.Type!, target).Leaves()]);
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

    private void LowerParts(IOperation target, IOperation value, DeconstructionInfo how, Queue<ITypeSymbol> types, OperandSequence operands)
    {
        if (target is not ITupleOperation parts)
        {
            ITypeSymbol type = types.Dequeue();
            operands.Value(() => ConvertPart(Lower(value), value.Type, type, value));
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

        (IrExpression Value, ITypeSymbol? Type)[] found = [];
        for (int i = 0; i < Targets(target).Count(); i++)
        {
            ITypeSymbol type = types.Dequeue();
            int part = i;
            operands.Value(() =>
            {
                found = part == 0 ? [.. Parts(parts, (Lower(source), source.Type), how, source)] : found;
                return ConvertPart(found[part].Value, found[part].Type, type, source);
            });
        }
    }

    private IEnumerable<(IrExpression Value, ITypeSymbol? Type)> Parts(IOperation target, (IrExpression Value, ITypeSymbol? Type) given, DeconstructionInfo how, IOperation source)
    {
        if (target is not ITupleOperation tuple)
        {
            return [given];
        }

        IReadOnlyList<IrExpression> fields = how.Method is { } method ? Deconstruct(given.Value, method, source) : given.Value is StructExpression whole ? whole.Fields : [Refuse(source)];
        ITypeSymbol[] types = [.. TypesOfParts(how.Method, given.Type)];
        return tuple.Elements.SelectMany((e, i) => Parts(
            Unwrapped(e), (i < fields.Count ? fields[i] : StandIn(e.Type), i < Math.Min(fields.Count, types.Length) ? types[i] : null), how.Nested.IsDefaultOrEmpty ? default : how.Nested[i], source)).ToArray();
    }

    private static IEnumerable<ITypeSymbol> TypesOfParts(IMethodSymbol? method, ITypeSymbol? whole) => method is not null
        ? method.Parameters.Skip(method.IsStatic ? 1 : 0).Select(static p => p.Type)
        : whole is not null && TypeSubstitution.Resolve(whole) is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements.Select(static e => e.Type) : [];

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
