using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <content>Deconstruction of a tuple that is written out: <c>(a, b) = (b, a)</c>.</content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>Finds all places, then computes all values, then stores: in that order C# does it.</summary>
    public void LowerDeconstruction(IDeconstructionAssignmentOperation assignment)
    {
        IOperation value = assignment.Value is IConversionOperation conversion ? conversion.Operand : assignment.Value;
        IOperation target = assignment.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : assignment.Target;
        if (target is not ITupleOperation targets || value is not ITupleOperation values || targets.Elements.Length != values.Elements.Length
            || targets.Elements.Any(static e => e is ITupleOperation) || values.Elements.Any(static e => e is ITupleOperation))
        {
            Refuse(assignment);
            return;
        }

        int count = targets.Elements.Length;
        OperandSequence operands = new(_scope);
        foreach (IOperation element in targets.Elements)
        {
            bool declares = target != assignment.Target && element is ILocalReferenceOperation;
            operands.Place(() => (declares ? DeclareLocal(((ILocalReferenceOperation)element).Local) : LowerPlace(element)) ?? StandIn(element.Type));
        }

        for (int i = 0; i < count; i++)
        {
            IOperation element = values.Elements[i];
            IrType type = operands[i].Type;
            operands.Value(() => ConvertTo(Lower(element), type, isChecked: false));
        }

        StoreTogether([.. operands.All.Take(count)], [.. operands.All.Skip(count)]);
    }

    // A value that an earlier store of the same statement changes is saved before the first of them.
    private void StoreTogether(IrExpression[] places, IrExpression[] values)
    {
        AssignStatement[] stores = [.. places.Select((p, i) => new AssignStatement(p, values[i]))];
        for (int i = 1; i < stores.Length; i++)
        {
            if (SideEffects.Of(stores.Take(i)).Affect(values[i]))
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

    private LocalExpression DeclareLocal(ILocalSymbol symbol)
    {
        LocalExpression place = new(_scope.CreateLocal(symbol.Name, TypeMapping.Map(symbol.Type)));
        _scope.SetPlace(symbol, place);
        _scope.Emit(new DeclareStatement(place.Local, place.Type.IsView ? new ConstantExpression(place.Type, 0, "default") : null));
        return place;
    }
}
