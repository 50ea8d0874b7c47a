using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Calls and properties.</content>
internal sealed partial class ExpressionLowerer
{
    private readonly InlineLowerer _inliner;
    private readonly OpaqueLowerer _opaque;

    /// <summary>Of a call whose result is not used, nothing comes back.</summary>
    public IrExpression LowerInvocation(IInvocationOperation call)
    {
        if (IsGrid(call.Instance) && LowerGridMember(call.Instance!, call.TargetMethod.Name, call.Arguments.FirstOrDefault()?.Value) is { } member)
        {
            return member;
        }

        if (_scope.Functions.FindChoice(call) is { } choice)
        {
            return LowerChosen(call, choice);
        }

        if (new SequenceCalls(_scope, Chain).Read(call) is { } sequence)
        {
            return new SequenceLowerer(_scope, this, _inliner).Lower(sequence);
        }

        if (NullChecks.IsKnown(call))
        {
            return NullChecks.Lower(call, this, _scope);
        }

        CallTarget target = CallTarget.Of(call, _scope);
        IMethodSymbol? rule = _scope.FindRule(target.Method);
        if (rule is not null && UnknownTypes.HasInConstraints(rule))
        {
            return _scope.Abandon();
        }

        if (rule is not null && !_scope.CanName(rule))
        {
            return Refuse(call, LanguageDiagnostics.Inaccessible, rule.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), _scope.Home.Name, "make the rule internal");
        }

        return CallResolution.Resolve(call, target, _scope) switch
        {
            CallKind.Derivative => LowerDerivativeCall(call, target),
            CallKind.RulePair => new RuleLowerer(_scope, this).Lower(call, target, BackwardOf(target.Method)),
            CallKind.GeneratedPair => LowerGeneratedPair(call, target),
            CallKind.Substitute => new SubstituteLowerer(_scope, this, _inliner).Lower(call, target),
            CallKind.Rule => LowerRuleCall(call, target),
            CallKind.View => ViewCalls.Lower(call, this, _scope),
            CallKind.Conversion => ConvertTo(Lower(call.Arguments[0].Value), TypeMapping.Map(call.Type)),
            CallKind.SinCos => SinCosCalls.Lower(call, target, this, _scope),
            CallKind.Numerics => LowerNumericsCall(call),
            CallKind.Inline => LowerInlined(call, target),
            CallKind.Opaque => LowerOpaque(call),
            _ => LowerVirtualCall(call, target) ?? RefuseCall(call, target),
        };
    }

    /// <summary>The marked method itself, whose derivative another one gives.</summary>
    public IrExpression LowerSubstitute(IOperation body, IMethodSymbol method) => new SubstituteLowerer(_scope, this, _inliner).Lower(
        body,
        method,
        _scope.Self,
        [.. method.Parameters.Select(p => _scope.PlaceOf(p)!)]);

    private IrExpression LowerDerivativeCall(IInvocationOperation call, CallTarget target)
    {
        DerivativeCallTarget derivative = DerivativeCalls.Find(target.Method, _scope)!;
        DerivativeCallExpression made = new(derivative, OrderedArguments(call.Arguments).ToEquatableArray(), TypeMapping.Map(call.Type))
        {
            Site = derivative.IsGenerated ? _scope.AddSite(call.Syntax, SiteKind.MarkedElsewhere) : -1,
        };

        // What the rest of the expression reads is read after the call.
        return derivative.MayChangeState ? _scope.Bind(made, Identifier.Local(target.Method.Name)) : made;
    }

    private BackwardMethod BackwardOf(IMethodSymbol method) =>
        _scope.FindRule(method) is { } rule ? GeneratedBackwards.OfRule(method, rule)
        : GeneratedPairs.FindMembers(method, _scope) is { } pair ? GeneratedBackwards.OfPair(method, pair)
        : GeneratedBackwards.Find(method, _scope)!;

    private IrExpression LowerGeneratedPair(IInvocationOperation call, CallTarget target)
    {
        (PairShape shape, PairTarget pair) = GeneratedPairs.Find(target.Method, _scope)!.Value;
        return new PairArguments(_scope, this).Call(call, target, shape, pair);
    }

    /// <summary>The arguments evaluated in the order of the text, given in the order of the parameters.</summary>
    public IrExpression[] OrderedArguments(ImmutableArray<IArgumentOperation> given)
    {
        OperandSequence arguments = new(_scope);
        foreach (IArgumentOperation argument in given)
        {
            bool isView = TypeMapping.Map(argument.Parameter!.Type).IsView;
            arguments.Value(() => isView ? ToPath(Lower(argument.Value), "view") : Lower(argument.Value));
        }

        IrExpression[] ordered = new IrExpression[given.Length];
        for (int i = 0; i < ordered.Length; i++)
        {
            ordered[given[i].Parameter!.Ordinal] = arguments[i];
        }

        return ordered;
    }

    /// <summary>An argument that the user wrote, as a body put in place of the call takes it.</summary>
    public void LowerArgument(OperandSequence operands, InlineArgument argument)
    {
        IOperation given = argument.Value!;
        bool isView = TypeMapping.Map(argument.Parameter.Type).IsView;
        if (isView && argument.Parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            operands.Value(() => Refuse(argument.Operation, LanguageDiagnostics.ArrayByReference, StatementText.Of(argument.Operation.Syntax)));
        }
        else if (isView || !argument.IsReference)
        {
            operands.Value(() => Lower(given));
        }
        else
        {
            bool isField = given is IFieldReferenceOperation && argument.Parameter.RefKind is not (RefKind.Ref or RefKind.Out);
            operands.Place(() => (isField ? LowerField(given) : LowerPlace(given)) ?? StructValues.Zero(TypeMapping.Map(argument.Parameter.Type)));
        }
    }

    // `in b.Scale`: the callee sees the field itself, whoever changes it meanwhile. A [Parameter] is not changed.
    private IrExpression? LowerField(IOperation field) =>
        IsOwnMember(field) ? Lower(field)
        : !IsState(field) ? LowerPlace(field)
        : TypeMapping.Map(field.Type) is ScalarType ? LowerVariable(field)
        : Lower(field);

    private IrExpression LowerRuleCall(IInvocationOperation call, CallTarget target)
    {
        IrExpression[] ordered = OrderedArguments(call.Arguments);
        IMethodSymbol method = target.Method;
        string type = method.IsStatic && target.ReceiverType is { } receiver ? TypeMapping.Qualify(receiver) : TypeMapping.Qualify(method.ContainingType);
        return new RuleCallExpression(CallResolution.KeyOf(target), $"{type}.{Identifier.Escape(method.Name)}", ordered.ToEquatableArray(), TypeMapping.Map(method.ReturnType));
    }

    private IrExpression LowerNumericsCall(IInvocationOperation call) =>
        call.Instance is { } instance
            ? LowerNumerics(call, call.TargetMethod, [.. Operands(instance, call.Arguments)])
            : NumericsCalls.Lower(_scope, call.TargetMethod, OrderedArguments(call.Arguments), TypeMapping.Map(call.Type));

    private IrExpression RefuseCall(IInvocationOperation call, CallTarget target)
    {
        if (target.Method.MethodKind == MethodKind.DelegateInvoke)
        {
            return Refuse(call, LanguageDiagnostics.Function, "A delegate");
        }

        if (target.ReceiverType is not null && TypeSubstitution.Resolve(target.ReceiverType) is ITypeParameterSymbol parameter)
        {
            return Refuse(call, LanguageDiagnostics.TypeParameterMember, target.Method.Name, parameter.Name, PossibleTypeArguments.Find(target.Method, parameter, _scope).Obstacle ?? "it takes a delegate or returns memory", _scope.Method.Name);
        }

        if (CallResolution.TakesStructs(call) && !target.Method.IsWrittenIn(_scope.Compilation))
        {
            return Refuse(call, LanguageDiagnostics.CallNotSupported, target.Method.Name, "a method without source or rule");
        }

        if (MemoryViews.IsPassedTo(target.Method))
        {
            return Refuse(call, LanguageDiagnostics.CallNotSupported, target.Method.Name, "a method that takes or returns a Memory");
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

        if (ExtensionMembers.IsMember(reference.Property) && reference.Property is { GetMethod: { } getter } extension && extension.IsWrittenIn(_scope.Compilation))
        {
            return _inliner.Lower(InlineCall.OfExtension(reference, getter));
        }

        if (LowerOwnProperty(reference) is { } own)
        {
            return own;
        }

        if (RefusesSelf(reference.Instance))
        {
            return StandIn(reference.Type);
        }

        if (IsGrid(reference.Instance))
        {
            return LowerGridMember(reference.Instance!, reference.Property.Name, null) ?? Refuse(reference);
        }

        if (reference.Instance is { } instance && TypeMapping.Map(instance.Type).IsView)
        {
            switch (reference.Property.Name)
            {
                case "Span" when MemoryViews.Is(instance.Type):
                    return Lower(instance);
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
        LowerOwnField(reference) is { } own ? own
        : CallResolution.IsParameter(reference.Field) && RefusesSelf(reference.Instance) ? StandIn(reference.Type)
        : reference.Field.IsStatic && NumericsCalls.IsKnown(reference.Field) ? NumericsCalls.Lower(_scope, reference.Field, [], TypeMapping.Map(reference.Type))
        : reference is { Field: { IsStatic: true, IsReadOnly: true } field } && TypeMapping.Map(field.Type).IsView ? _scope.Table(field, () => (OpaqueExpression)LowerOpaque(reference))
        : IsStruct(reference.Instance) ? LowerStruct(reference.Instance!).Fields[StructShape.IndexOf(reference.Field)]
        : TypeMapping.IsFloatingStruct(reference.Instance?.Type) || TypeMapping.IsFloatingStruct(reference.Type)
            ? Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe((reference.Instance?.Type ?? reference.Type)!))
            : LowerOpaque(reference);
}
