using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// What an assignment reads and stores to: a place, or a property or indexer of a struct with accessors of its own. As in C#, the
/// variable, the receiver and the arguments are found once, before anything is read.
/// </summary>
internal sealed class AssignmentTarget
{
    private readonly LoweringScope _scope;
    private readonly ExpressionLowerer _expressions;
    private readonly OperandSequence _operands;
    private readonly IOperation _assignment;
    private readonly IPropertyReferenceOperation? _property;

    public AssignmentTarget(LoweringScope scope, ExpressionLowerer expressions, OperandSequence operands, IOperation target, IOperation assignment)
    {
        (_scope, _expressions, _operands, _assignment, _property) = (scope, expressions, operands, assignment, Property(target));
        if (_property is null)
        {
            operands.Place(() => expressions.LowerPlace(target) ?? ExpressionLowerer.StandIn(target.Type));
            return;
        }

        operands.Place(() => IsElement
            ? expressions.LowerPlace(_property.Instance!) ?? ExpressionLowerer.StandIn(_property.Instance!.Type)
            : expressions.LowerReceiver(_property.Instance!, Accessors.SetMethod!));
        foreach (IArgumentOperation argument in _property.Arguments)
        {
            operands.Value(() => expressions.Lower(argument.Value));
        }
    }

    /// <summary>How many operands were needed to find it.</summary>
    public int Count => 1 + (_property?.Arguments.Length ?? 0);

    /// <summary>Reading it again costs nothing.</summary>
    public bool IsPlace => _property is null;

    /// <summary>What is there now.</summary>
    public IrExpression Read()
    {
        if (_property is null)
        {
            return _operands[0];
        }

        // A setter that changes nothing may work on what a getter may not change: that gets a copy.
        return Accessors.GetMethod is not { } getter || ReceiverChanges.AreExcluded(Accessors.SetMethod!) && !ReceiverChanges.AreExcluded(getter)
            ? _expressions.Refuse(_assignment, LanguageDiagnostics.AssignmentTarget, StatementText.Of(_property.Syntax))
            : IsElement ? _expressions.ReadElementOfVector(_property, _operands[0], _operands[1])
            : _expressions.Inline(Access(getter));
    }

    /// <summary>Stores, and gives what was stored as the value of the assignment: a getter is not asked again.</summary>
    public IrExpression Write(IrExpression value, bool isUsed)
    {
        if (_property is null)
        {
            return _expressions.Store(_operands[0], value, isUsed, _assignment.Syntax);
        }

        IrExpression stored = isUsed ? _scope.Declare("stored", value.Type, value) : value;
        if (IsElement)
        {
            _expressions.StoreElementOfVector(_operands[0], _operands[1], stored);
            return stored;
        }

        IMethodSymbol setter = Accessors.SetMethod!;
        InlineArgument last = new(setter.Parameters[setter.Parameters.Length - 1], _assignment, null, () => stored);
        InlineCall call = Access(setter);
        _expressions.Inline(call with { Arguments = call.Arguments.Add(last) });
        return stored;
    }

    // v[i] of Vector2, Vector3, …, whose accessors have no source.
    private bool IsElement => ExpressionLowerer.IsElementOfVector(_property!.Property);

    private IPropertySymbol Accessors => CallTarget.Dispatch(_property!.Property, _property.Instance!.Type);

    private InlineCall Access(IMethodSymbol accessor)
    {
        InlineCall call = InlineCall.Of(_assignment, accessor, _property!.Arguments);
        return call with
        {
            Receiver = () => _operands[0],
            Arguments = [.. call.Arguments.Select((a, i) => a with { Value = null, Compute = () => _operands[i + 1] })],
        };
    }

    private static IPropertyReferenceOperation? Property(IOperation target) =>
        target is IParenthesizedOperation inner ? Property(inner.Operand)
        : target is IPropertyReferenceOperation { Instance: { } instance, Property: { ReturnsByRef: false, SetMethod: not null } property } reference && ExpressionLowerer.IsStruct(instance) && !ExtensionMembers.IsMember(property) && !StructShape.IsAutomatic(CallTarget.Dispatch(property, instance.Type)) && !ExpressionLowerer.IsNumberOfVector(reference)
            ? reference
            : null;
}
