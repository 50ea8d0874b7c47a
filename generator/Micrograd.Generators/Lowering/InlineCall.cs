using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// A body to put in place: of a call, an accessor, an operator or a constructor. <paramref name="Arguments"/> come in the order in
/// which they are evaluated.
/// </summary>
internal sealed record InlineCall(IOperation Operation, CallTarget Target, ImmutableArray<InlineArgument> Arguments)
{
    /// <summary>What <c>this</c> is in the body, where the target does not say.</summary>
    public Func<IrExpression>? Receiver { get; init; }

    /// <summary>The bodies that a virtual call may run, this one among them.</summary>
    public ImmutableArray<IMethodSymbol> Alternatives { get; init; } = [];

    /// <summary>What comes between the parameters and the body: <c>: this(…)</c>.</summary>
    public Action? First { get; init; }

    public static InlineCall Of(IInvocationOperation call, CallTarget target) => new(call, target, ArgumentsOf(target.Method, target.Receiver, call.Arguments));

    public static InlineCall Of(IOperation operation, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments) =>
        new(operation, Plain(method), [.. arguments.Select(InlineArgument.Of)]);

    public static InlineCall Of(IPropertyReferenceOperation reference, IMethodSymbol accessor) =>
        new(reference, Plain(accessor) with { IsExact = reference.Instance?.Syntax is BaseExpressionSyntax }, [.. reference.Arguments.Select(InlineArgument.Of)]);

    /// <summary>The accessor of a property of an extension block.</summary>
    public static InlineCall OfExtension(IPropertyReferenceOperation reference, IMethodSymbol accessor) =>
        new(reference, Plain(accessor), ArgumentsOf(accessor, reference.Instance, reference.Arguments));

    /// <summary>An operator, with operands that are evaluated from left to right.</summary>
    public static InlineCall Of(IOperation operation, IMethodSymbol method, params Func<IrExpression>[] operands) =>
        new(operation, Plain(method), [.. operands.Select((o, i) => new InlineArgument(method.Parameters[i], operation, null, o))]);

    private static ImmutableArray<InlineArgument> ArgumentsOf(IMethodSymbol method, IOperation? instance, ImmutableArray<IArgumentOperation> given) =>
        ExtensionMembers.Receiver(method, instance) is { } receiver ? [receiver, .. given.Select(InlineArgument.Of)] : [.. given.Select(InlineArgument.Of)];

    public static CallTarget Plain(IMethodSymbol method) => new(TypeSubstitution.Resolve(method), null, method.ContainingType, null);
}

/// <summary>An argument as the user wrote it, or as lowering computes it.</summary>
internal sealed record InlineArgument(IParameterSymbol Parameter, IOperation Operation, IOperation? Value, Func<IrExpression>? Compute)
{
    public static InlineArgument Of(IArgumentOperation argument) => new(argument.Parameter!, argument, argument.Value, null);

    /// <summary>The receiver of a member of an extension block.</summary>
    public static InlineArgument OfReceiver(IParameterSymbol parameter, IOperation instance) => new(parameter, instance, instance, null);

    /// <summary>What is computed is a variable, for an <c>out</c> parameter.</summary>
    public bool IsPlace { get; init; }

    // `in` takes a reference to a variable, and a copy of any other value.
    public bool IsReference => IsPlace || Value is not null && Parameter.RefKind switch
    {
        RefKind.Ref or RefKind.Out => true,
        RefKind.None => false,
        _ => Value is ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation or IPropertyReferenceOperation { Property: { IsIndexer: true, ReturnsByRefReadonly: true } or { IsIndexer: true, ReturnsByRef: true } }
            || (Value is IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } && IsVariable(Value)),
    };

    private static bool IsVariable(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Instance: null or { Type.IsReferenceType: true } } => true,
        IFieldReferenceOperation { Instance: { } owner } => IsVariable(owner),
        _ => operation is ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IArrayElementReferenceOperation,
    };
}
