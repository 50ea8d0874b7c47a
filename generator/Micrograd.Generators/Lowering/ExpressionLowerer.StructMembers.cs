using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Members of structs: their bodies are put in place, with <c>this</c> standing for the fields' locals.</content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>What a member works on: the variable itself, or a copy where C# makes one.</summary>
    public IrExpression LowerReceiver(IOperation instance, IMethodSymbol method)
    {
        bool isUnchanged = ReceiverChanges.AreExcluded(method), isCopied = IsCopied(instance, method);
        if (IsSelf(instance) && !isCopied)
        {
            return _scope.Self!;
        }

        IrExpression value = Lower(instance);
        if (!isUnchanged && !isCopied && instance is IFieldReferenceOperation && IsConstantData(value))
        {
            // The variable itself, not a copy: what the method stores there is refused.
            return value;
        }

        if (IsVariable(instance) && StructValues.IsPlace(value) && !isCopied)
        {
            return value;
        }

        return isUnchanged
            ? value.MapLeaves(v => v is LocalExpression or ConstantExpression ? v : _scope.Bind(v, "field"))
            : _scope.Declare("copy", value.Type, value);
    }

    /// <summary>The instance that a pair is called on.</summary>
    public IrExpression PairReceiver(CallTarget target) =>
        target.Receiver is IInstanceReferenceOperation && _scope.Receiver is { } same && !IsCopied(target.Receiver, target.Method) ? same
        : TypeMapping.Map(target.Receiver!.Type) is StructType ? LowerReceiver(target.Receiver, target.Method)
        : Lower(target.Receiver);

    /// <summary>
    /// Whether the member, which may change its instance, works on a copy: of a variable that is read only, or of a struct that is
    /// boxed for the body that an interface gives the member.
    /// </summary>
    public static bool IsCopied(IOperation instance, IMethodSymbol method) => !ReceiverChanges.AreExcluded(method)
        && (IsReadOnlyVariable(instance) || (method.ContainingType.TypeKind == TypeKind.Interface && instance is not IInstanceReferenceOperation));

    /// <summary>Whether a struct that a member is called on stands in a variable, so that what happens to that happens to it.</summary>
    public bool IsCalledOnVariable(CallTarget target) => target.Receiver is not { } instance || IsSelf(instance) || IsVariable(instance);

    private static bool IsVariable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation => true,
        IFieldReferenceOperation { Instance: { } instance } => IsVariable(instance),
        IPropertyReferenceOperation { Property: { ReturnsByRef: true } or { ReturnsByRefReadonly: true } } => true,
        IInvocationOperation { TargetMethod: { ReturnsByRef: true } or { ReturnsByRefReadonly: true } } => true,
        _ => false,
    };

    private static bool IsReadOnlyVariable(IOperation operation) => operation switch
    {
        IParameterReferenceOperation { Parameter.RefKind: RefKind.In or RefKind.RefReadOnlyParameter } => true,
        ILocalReferenceOperation { Local: var local } => local.RefKind == RefKind.RefReadOnly,
        IFieldReferenceOperation { Field.IsReadOnly: true } field => !IsUnderConstruction(field),

        // The variable of a foreach changes with its methods, a field of it does not.
        IFieldReferenceOperation { Instance: ILocalReferenceOperation { Local: { IsForEach: true, RefKind: RefKind.None } } } => true,
        IFieldReferenceOperation { Instance: { } instance } => IsReadOnlyVariable(instance),
        IPropertyReferenceOperation { Property.ReturnsByRefReadonly: true } or IInvocationOperation { TargetMethod.ReturnsByRefReadonly: true } => true,

        // In a member that is readonly, `this` is, and so is what it keeps of the parameters of a primary constructor.
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type.IsValueType: true } => MethodBody.Member(operation) is { IsReadOnly: true },
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType.IsValueType: true } } => MethodBody.Member(operation) is { IsReadOnly: true },
        _ => false,
    };

    // A constructor, or an `init`, may change what nobody else may.
    private static bool IsUnderConstruction(IFieldReferenceOperation field) =>
        field.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
        && MethodBody.Member(field) is { MethodKind: MethodKind.Constructor } or { IsInitOnly: true };

    // `: this(…)` is a call of a constructor on what is being constructed.
    private IrExpression LowerInlined(IInvocationOperation call, CallTarget target) =>
        call is { TargetMethod.MethodKind: MethodKind.Constructor, Instance: { } instance }
            ? _constructors.Run(call, call.TargetMethod, call.Arguments, LowerStruct(instance))
            : _inliner.Lower(InlineCall.Of(call, target));

    // An automatic property is its field; of any other the getter's body is put in place. Null where it is none of a struct's.
    private IrExpression? LowerStructProperty(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (reference.Instance is null ? !IsStruct(reference) : !IsStruct(reference.Instance))
        {
            return null;
        }

        if (StructShape.IsMemory(reference.Instance?.Type))
        {
            return LowerMemoryMember(reference);
        }

        if (reference.Instance is { } owner && StructShape.IsAutomatic(property) && StructShape.IndexOf(property) is >= 0 and var index)
        {
            return LowerStruct(owner).Fields[index];
        }

        if (property.GetMethod is not { } getter)
        {
            return Refuse(reference);
        }

        if (NumericsCalls.IsKnown(getter))
        {
            return LowerNumerics(reference, getter, [.. Operands(reference.Instance, reference.Arguments)]);
        }

        if (!property.IsWrittenIn(_scope.Compilation) || property.IsAbstract)
        {
            return Refuse(reference, LanguageDiagnostics.CallNotSupported, property.Name, "a property without source or rule");
        }

        if (reference.Instance is null && (StructShape.IsAutomatic(property) || CallResolution.IsNoDiff(property)))
        {
            return LowerOpaque(reference);
        }

        InlineCall call = InlineCall.Of(reference, getter);
        return _inliner.Lower(reference.Instance is { } instance ? call with { Receiver = () => LowerReceiver(instance, getter) } : call);
    }

    // A member that is stored to like a field: a field, or an automatic property.
    private static bool IsStructMember(IOperation target) => target switch
    {
        IInstanceReferenceOperation => IsStruct(target),
        IFieldReferenceOperation { Instance: { } instance } => IsStruct(instance),
        IPropertyReferenceOperation { Instance: { } instance, Property: var property } reference => IsStruct(instance) && (StructShape.IsAutomatic(CallTarget.Dispatch(property, instance.Type)) || IsNumberOfVector(reference)),
        _ => false,
    };

    /// <summary>v[1] is v.Y.</summary>
    public static bool IsNumberOfVector(IPropertyReferenceOperation reference) =>
        IsElementOfVector(reference.Property) && reference.Arguments[0].Value.ConstantValue is { HasValue: true, Value: int index } && index >= 0 && index < ((StructType)TypeMapping.Map(reference.Instance!.Type)).Fields.Count;

    public static bool IsElementOfVector(IPropertySymbol property) => property.IsIndexer && TypeMapping.IsNumerics(property.ContainingType);

    public IrExpression ReadElementOfVector(IPropertyReferenceOperation target, IrExpression vector, IrExpression index) =>
        LowerNumerics(target, target.Property.GetMethod!, [() => vector, () => index]);

    /// <summary>Each number is stored to: the chosen one what it gets, the others what they are.</summary>
    public void StoreElementOfVector(IrExpression vector, IrExpression index, IrExpression value)
    {
        index = _scope.Bind(index, "index");
        IrExpression stored = _scope.Bind(value, "stored");
        IrExpression[] numbers = [.. vector.Leaves()];
        _scope.Emit(new OpaqueStatement($"global::System.ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint){{0}}), {numbers.Length}u, \"index\");", [index]));
        StoreTogether(numbers, [.. numbers.Select((n, i) => (IrExpression)new ConditionalExpression(index.IsEqual(ConstantExpression.Integer(i)), stored, n))]);
    }

    // An operator of a struct; of a type parameter, that of the struct it stands for. Null for one of numbers.
    private static IMethodSymbol? StructOperator(IMethodSymbol? method, ITypeSymbol? constrainedTo)
    {
        IMethodSymbol? found = method is null ? null : CallTarget.Dispatch(TypeSubstitution.Resolve(method), constrainedTo);
        return found is not null && (TypeMapping.Map(found.ContainingType) is StructType || ExtensionMembers.IsMember(found)) ? found : null;
    }

    private IrExpression LowerOperator(IOperation operation, IMethodSymbol method, params Func<IrExpression>[] operands)
    {
        if (NumericsCalls.IsKnown(method))
        {
            return LowerNumerics(operation, method, operands);
        }

        return !method.IsWrittenIn(_scope.Compilation) || method.IsAbstract
            ? Refuse(operation, LanguageDiagnostics.CallNotSupported, method.Name, "an operator without source or rule")
            : _inliner.Lower(InlineCall.Of(operation, method, operands));
    }

    private IEnumerable<Func<IrExpression>> Operands(IOperation? instance, ImmutableArray<IArgumentOperation> arguments) =>
        arguments.Select(static a => a.Value).Prepend(instance).OfType<IOperation>().Select(o => (Func<IrExpression>)(() => Lower(o)));

    private IrExpression LowerNumerics(IOperation operation, IMethodSymbol method, IReadOnlyList<Func<IrExpression>> operands)
    {
        OperandSequence sequence = new(_scope);
        foreach (Func<IrExpression> operand in operands)
        {
            sequence.Value(operand);
        }

        return NumericsCalls.Lower(_scope, method, [.. sequence.All], TypeMapping.Map(operation.Type));
    }
}
