using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <content>Calls and properties.</content>
internal sealed partial class ExpressionLowerer
{
    private readonly InlineLowerer _inliner;
    private readonly OpaqueLowerer _opaque;

    /// <summary>Of a call whose result is not used, nothing comes back.</summary>
    public IrExpression LowerInvocation(IInvocationOperation call)
    {
        CallTarget target = CallTarget.Of(call, _scope);
        return CallResolution.Resolve(call, target, _scope) switch
        {
            CallKind.Derivative => LowerDerivativeCall(call, target),
            CallKind.Rule => LowerRuleCall(call, target),
            CallKind.View => ViewCalls.Lower(call, this, _scope),
            CallKind.Conversion => ConvertTo(Lower(call.Arguments[0].Value), TypeMapping.Map(call.Type), isChecked: false),
            CallKind.Inline => _inliner.Lower(call, target),
            CallKind.Opaque => _opaque.Lower(call),
            _ => RefuseCall(call, target),
        };
    }

    private IrExpression LowerDerivativeCall(IInvocationOperation call, CallTarget target)
    {
        DerivativeCallTarget derivative = DerivativeCalls.Find(target.Method, _scope)!;
        return new DerivativeCallExpression(derivative, OrderedArguments(call).ToEquatableArray(), TypeMapping.Map(call.Type));
    }

    /// <summary>The arguments evaluated in the order of the text, given in the order of the parameters.</summary>
    private IrExpression[] OrderedArguments(IInvocationOperation call)
    {
        OperandSequence arguments = new(_scope);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            bool isView = TypeMapping.Map(argument.Parameter!.Type).IsView;
            arguments.Value(() => isView ? ToPath(Lower(argument.Value), "view") : Lower(argument.Value));
        }

        IrExpression[] ordered = new IrExpression[call.Arguments.Length];
        for (int i = 0; i < ordered.Length; i++)
        {
            ordered[call.Arguments[i].Parameter!.Ordinal] = arguments[i];
        }

        return ordered;
    }

    private IrExpression LowerRuleCall(IInvocationOperation call, CallTarget target)
    {
        IrExpression[] ordered = OrderedArguments(call);
        IMethodSymbol method = target.Method;
        string type = method.IsStatic && target.ReceiverType is { } receiver ? TypeMapping.Qualify(receiver) : TypeMapping.Qualify(method.ContainingType);
        return new RuleCallExpression(CallResolution.KeyOf(target), $"{type}.{method.Name}", ordered.ToEquatableArray(), TypeMapping.Map(method.ReturnType));
    }

    private IrExpression RefuseCall(IInvocationOperation call, CallTarget target)
    {
        if (target.Method.MethodKind == MethodKind.DelegateInvoke)
        {
            return Refuse(call, LanguageDiagnostics.Function, "A delegate");
        }

        if (CallResolution.WhyNotInlined(target) is { } reason)
        {
            return Refuse(call, LanguageDiagnostics.CallNotSupported, target.Method.Name, reason);
        }

        return Refuse(call);
    }

    private IrExpression LowerProperty(IPropertyReferenceOperation reference)
    {
        if ((LowerNumberConstant(reference) ?? LowerInterfaceProperty(reference)) is { } known)
        {
            return known;
        }

        if (LowerState(reference, reference.Instance, reference.Property, isReadOnly: false) is { } state)
        {
            return state;
        }

        if (reference.Instance is { } instance && TypeMapping.Map(instance.Type).IsView)
        {
            switch (reference.Property.Name)
            {
                case "Length":
                    return new LengthExpression(ToPath(Lower(instance), "view"));
                case "LongLength":
                    return new ConversionExpression(new LengthExpression(ToPath(Lower(instance), "view")), new ScalarType(ScalarKind.Int64));
                case "IsEmpty":
                    return new LengthExpression(ToPath(Lower(instance), "view")).IsEqual(ConstantExpression.Integer(0));
                case "this[]" or "Item" when reference.Property.IsIndexer:
                    return LowerElement(instance, [reference.Arguments[0].Value], reference.Type);
            }
        }

        return TypeMapping.IsFloatingStruct(reference.Instance?.Type) || TypeMapping.IsFloatingStruct(reference.Type)
            ? Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe((reference.Instance?.Type ?? reference.Type)!))
            : LowerOpaque(reference);
    }

    private IrExpression LowerField(IFieldReferenceOperation reference) =>
        LowerState(reference, reference.Instance, reference.Field, reference.Field.IsReadOnly) is { } state ? state
        : reference is { Field: { IsStatic: true, IsReadOnly: true } field } && TypeMapping.Map(field.Type).IsView ? _scope.Table(field, () => (OpaqueExpression)LowerOpaque(reference))
        : TypeMapping.IsFloatingStruct(reference.Instance?.Type) || TypeMapping.IsFloatingStruct(reference.Type)
            ? Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe((reference.Instance?.Type ?? reference.Type)!))
            : LowerOpaque(reference);

    // A member of the marked method's own instance: an input where it is a [Parameter], data otherwise, which is read once where it
    // cannot change.
    private IrExpression? LowerState(IOperation reference, IOperation? instance, ISymbol member, bool isReadOnly)
    {
        if (instance is not IInstanceReferenceOperation || _scope.Self is null || !_scope.Self.Equals(_scope.Receiver))
        {
            return null;
        }

        return CallResolution.IsParameter(member) && _scope.PlaceOf(member) is { } place ? place
            : isReadOnly && TypeMapping.Map(reference.Type) is { IsView: true } or { IsFloating: true } ? _scope.Table((IFieldSymbol)member, () => (OpaqueExpression)_opaque.Lower(reference))
            : TypeMapping.IsFloatingStruct(reference.Type) ? null
            : _opaque.Lower(reference);
    }
}
