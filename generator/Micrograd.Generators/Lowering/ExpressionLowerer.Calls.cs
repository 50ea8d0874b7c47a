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
    public IrExpression LowerInvocation(IInvocationOperation call) => CallResolution.Resolve(call, _scope) switch
    {
        CallKind.Rule => LowerRuleCall(call),
        CallKind.View => ViewCalls.Lower(call, this, _scope),
        CallKind.Inline => LowerInlined(call),
        CallKind.Numerics => LowerNumericsCall(call),
        CallKind.Opaque => _opaque.Lower(call),
        _ => RefuseCall(call),
    };

    private IrExpression LowerRuleCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        string name = $"{TypeMapping.Qualify(method.ContainingType)}.{method.Name}";
        return RunInOrder(call.Arguments, values => new RuleCallExpression(CallResolution.KeyOf(method), name, values.ToEquatableArray(), TypeMapping.Map(method.ReturnType)));
    }

    private IrExpression LowerNumericsCall(IInvocationOperation call) =>
        call.Instance is { } instance
            ? LowerNumerics(call, call.TargetMethod, [() => Lower(instance), .. call.Arguments.Select(a => (Func<IrExpression>)(() => Lower(a.Value)))])
            : RunInOrder(call.Arguments, values => NumericsCalls.Lower(_scope, call.TargetMethod, values, TypeMapping.Map(call.Type)));

    /// <summary>Evaluates arguments in the order they are written, and hands them over in the order of the parameters.</summary>
    public IrExpression RunInOrder(ImmutableArray<IArgumentOperation> arguments, Func<IReadOnlyList<IrExpression>, IrExpression> use)
    {
        OperandSequence operands = new(_scope);
        foreach (IArgumentOperation argument in arguments)
        {
            operands.Value(() => Lower(argument.Value));
        }

        IrExpression[] ordered = new IrExpression[arguments.Length];
        for (int i = 0; i < ordered.Length; i++)
        {
            ordered[arguments[i].Parameter!.Ordinal] = operands[i];
        }

        return use(ordered);
    }

    private IrExpression RefuseCall(IInvocationOperation call)
    {
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
        {
            return Refuse(call, LanguageDiagnostics.Function, "A delegate");
        }

        if (CallResolution.WhyNotInlined(call) is { } reason)
        {
            return Refuse(call, LanguageDiagnostics.CallNotSupported, call.TargetMethod.Name, reason);
        }

        return Refuse(call);
    }

    private IrExpression LowerProperty(IPropertyReferenceOperation reference)
    {
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

        if (LowerStructProperty(reference) is { } value)
        {
            return value;
        }

        return TypeMapping.IsFloatingStruct(reference.Instance?.Type) || TypeMapping.IsFloatingStruct(reference.Type)
            ? Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe((reference.Instance?.Type ?? reference.Type)!))
            : LowerOpaque(reference);
    }

    private IrExpression LowerField(IFieldReferenceOperation reference) =>
        reference.Field.IsStatic && NumericsCalls.IsKnown(reference.Field) ? NumericsCalls.Lower(_scope, reference.Field, [], TypeMapping.Map(reference.Type))
        : reference is { Field: { IsStatic: true, IsReadOnly: true } field } && TypeMapping.Map(field.Type).IsView ? _scope.Table(field, () => (OpaqueExpression)LowerOpaque(reference))
        : IsStruct(reference.Instance) ? LowerStruct(reference.Instance!).Fields[StructShape.IndexOf(reference.Field)]
        : TypeMapping.IsFloatingStruct(reference.Instance?.Type) || TypeMapping.IsFloatingStruct(reference.Type)
            ? Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe((reference.Instance?.Type ?? reference.Type)!))
            : LowerOpaque(reference);
}
