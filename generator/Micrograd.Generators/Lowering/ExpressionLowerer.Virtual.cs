using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Virtual and interface calls all of whose targets are known: the object's type is tested, and the body for it stands there.</content>
internal sealed partial class ExpressionLowerer
{
    // Null where a target may be unknown.
    private IrExpression? LowerVirtualCall(IInvocationOperation call, CallTarget target)
    {
        if (target.ReceiverType is ITypeParameterSymbol parameter)
        {
            return LowerMemberOfArgument(call, target, parameter);
        }

        if (call.Instance is not { } instance || IsInterfaceParameter(instance) || !CanTest(call) || PossibleTargets.Find(target, _scope) is not { IsEmpty: false } alternatives
            || (IsSelf(instance) && _scope.State.Count > 0))
        {
            return null;
        }

        IrExpression receiver = HoldArguments(call, () => instance is IInstanceReferenceOperation && _scope.Receiver is { } same ? same : Lower(instance))!;
        IrExpression held = receiver is LocalExpression ? receiver : _scope.Declare("self", receiver.Type, receiver);
        IrExpression selector = Number(alternatives, held);
        RequireKnown(selector);
        IrExpression result = LowerAlternatives(call, selector, [.. alternatives.Select((a, i) => (i, (Func<IrExpression>)(() => LowerAlternative(call, held, a.Type, a.Method, alternatives))))]);
        ReleaseArguments(call);
        return result;
    }

    // All types are known, so there is no object.
    private void RequireKnown(IrExpression selector) =>
        _scope.Emit(new IfStatement(selector.IsLess(ConstantExpression.Integer(0)), [new OpaqueStatement("throw new global::System.NullReferenceException();", default) { LeavesMethod = true }], default));

    // shape is Ring ? 0 : shape is Circle ? 1 : -1
    private IrExpression Number(ImmutableArray<PossibleTarget> alternatives, IrExpression receiver)
    {
        IrExpression number = ConstantExpression.Integer(-1);
        for (int i = alternatives.Length - 1; i >= 0; i--)
        {
            number = new ConditionalExpression(new OpaqueExpression($"{{0}} is {TypeMapping.Qualify(alternatives[i].Type)}", [receiver], IrType.Boolean), ConstantExpression.Integer(i), number);
        }

        return _scope.Declare("type", IrType.Int32, number);
    }

    private IrExpression LowerAlternative(IInvocationOperation call, IrExpression receiver, INamedTypeSymbol type, IMethodSymbol method, ImmutableArray<PossibleTarget> alternatives)
    {
        IrType named = TypeMapping.Map(type);
        IrExpression self = receiver.Type == named
            ? receiver
            : _scope.Declare(Identifier.Local(type.Name), named, new OpaqueExpression($"({TypeMapping.Qualify(type)}){{0}}", [receiver], named));
        return LowerBodyFor(call, type, method, () => self, alternatives);
    }

    private IrExpression LowerBodyFor(IInvocationOperation call, INamedTypeSymbol type, IMethodSymbol method, Func<IrExpression>? self, ImmutableArray<PossibleTarget> alternatives)
    {
        CallTarget target = new(method, call.Instance, type, null) { IsExact = true };
        return _inliner.Lower(InlineCall.Of(call, target) with { Receiver = self, Alternatives = [.. alternatives.Select(static a => a.Method.OriginalDefinition)] });
    }

    // A parameter of the marked method may be given any implementation.
    private bool IsInterfaceParameter(IOperation instance) =>
        instance is IParameterReferenceOperation { Parameter: { Type.TypeKind: TypeKind.Interface } parameter } && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _scope.Marked);

    private static bool CanTest(IInvocationOperation call) =>
        call.Arguments.All(static a => a.Value.Type?.TypeKind != TypeKind.Delegate) && TypeMapping.Map(call.Type) is { IsView: false };
}
