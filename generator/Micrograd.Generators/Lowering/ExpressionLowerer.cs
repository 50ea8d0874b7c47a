using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Lowers expressions: the value comes back pure, everything the expression does besides is appended to the scope's block.
/// A new construct is one method in the part of its family and one line in <see cref="Table"/>.
/// </summary>
internal sealed partial class ExpressionLowerer
{
    private readonly LoweringScope _scope;

    public ExpressionLowerer(LoweringScope scope)
    {
        _scope = scope;
        _inliner = new InlineLowerer(scope, this);
        _constructors = new ConstructorLowerer(scope, this, _inliner);
        _opaque = new OpaqueLowerer(scope, this);
    }

    /// <summary>What is lowered, by kind. <see cref="LanguageFence"/> has a diagnostic for every kind that is in no table.</summary>
    public static IReadOnlyDictionary<OperationKind, Func<ExpressionLowerer, IOperation, IrExpression>> Table { get; } =
        new Dictionary<OperationKind, Func<ExpressionLowerer, IOperation, IrExpression>>
        {
            // Names and constants
            [OperationKind.Literal] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.DefaultValue] = static (l, o) => l.LowerDefault((IDefaultValueOperation)o),
            [OperationKind.LocalReference] = static (l, o) => l.LowerLocal((ILocalReferenceOperation)o),
            [OperationKind.ParameterReference] = static (l, o) => l.LowerParameter((IParameterReferenceOperation)o),
            [OperationKind.FieldReference] = static (l, o) => l.LowerField((IFieldReferenceOperation)o),
            [OperationKind.PropertyReference] = static (l, o) => l.LowerProperty((IPropertyReferenceOperation)o),

            // Arithmetic
            [OperationKind.Unary] = static (l, o) => l.LowerUnary((IUnaryOperation)o),
            [OperationKind.Binary] = static (l, o) => l.LowerBinary((IBinaryOperation)o),
            [OperationKind.Conversion] = static (l, o) => l.LowerConversion((IConversionOperation)o),
            [OperationKind.Conditional] = static (l, o) => l.LowerConditional((IConditionalOperation)o),
            [OperationKind.SwitchExpression] = static (l, o) => l.LowerSwitchExpression((ISwitchExpressionOperation)o),
            [OperationKind.Coalesce] = static (l, o) => l.LowerCoalesce((ICoalesceOperation)o),
            [OperationKind.CoalesceAssignment] = static (l, o) => l.LowerCoalesceAssignment((ICoalesceAssignmentOperation)o),
            [OperationKind.Throw] = static (l, o) => l.LowerThrow((IThrowOperation)o),

            // Assignments
            [OperationKind.SimpleAssignment] = static (l, o) => l.LowerAssignment((ISimpleAssignmentOperation)o, isUsed: true),
            [OperationKind.CompoundAssignment] = static (l, o) => l.LowerCompound((ICompoundAssignmentOperation)o, isUsed: true),
            [OperationKind.Increment] = static (l, o) => l.LowerIncrement((IIncrementOrDecrementOperation)o, isUsed: true),
            [OperationKind.Decrement] = static (l, o) => l.LowerIncrement((IIncrementOrDecrementOperation)o, isUsed: true),
            [OperationKind.DeclarationExpression] = static (l, o) => l.LowerDeclarationExpression((IDeclarationExpressionOperation)o),

            // Structs and tuples
            [OperationKind.Tuple] = static (l, o) => l.LowerTuple((ITupleOperation)o),
            [OperationKind.With] = static (l, o) => l.LowerWith((IWithOperation)o),
            [OperationKind.TupleBinary] = static (l, o) => l.LowerTupleComparison((ITupleBinaryOperation)o),
            [OperationKind.DeconstructionAssignment] = static (l, o) => l.LowerDeconstruction((IDeconstructionAssignmentOperation)o, isUsed: true),

            // Arrays and spans
            [OperationKind.ArrayElementReference] = static (l, o) => l.LowerArrayElement((IArrayElementReferenceOperation)o),
            [OperationKind.ImplicitIndexerReference] = static (l, o) => l.LowerImplicitIndexer((IImplicitIndexerReferenceOperation)o),
            [OperationKind.ArrayCreation] = static (l, o) => l.LowerArrayCreation((IArrayCreationOperation)o, null),
            [OperationKind.CollectionExpression] = static (l, o) => l.LowerCollection((ICollectionExpressionOperation)o, null),
            [OperationKind.None] = static (l, o) => l.LowerUnmodelled(o),

            // Calls
            [OperationKind.Invocation] = static (l, o) => l.LowerInvocation((IInvocationOperation)o),

            [OperationKind.TypeParameterObjectCreation] = static (l, o) => l.LowerNewTypeParameter(o),

            // Inactive C#
            [OperationKind.ObjectCreation] = static (l, o) => l.LowerCreation((IObjectCreationOperation)o),
            [OperationKind.InterpolatedString] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.NameOf] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.TypeOf] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.SizeOf] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.IsType] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.IsPattern] = static (l, o) => l.LowerNullTest(o) ?? l.LowerIsPattern((IIsPatternOperation)o),
            [OperationKind.ConditionalAccess] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.DelegateCreation] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.AnonymousFunction] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.InstanceReference] = static (l, o) => l.LowerInstance((IInstanceReferenceOperation)o),
            [OperationKind.EventReference] = static (l, o) => l.LowerOpaque(o),
            [OperationKind.MethodReference] = static (l, o) => l.LowerOpaque(o),
        };

    private IrExpression LowerWhole(IOperation operation)
    {
        _scope.CancellationToken.ThrowIfCancellationRequested();
        if (!_scope.Budget.TrySpend())
        {
            return _scope.Budget.Refuse(_scope, operation.Syntax);
        }

        if (ConstantLowering.TryLower(operation, this) is { } constant)
        {
            return constant;
        }

        if (_scope.ValueOf(operation) is { } known)
        {
            return known;
        }

        return Table.TryGetValue(operation.Kind, out Func<ExpressionLowerer, IOperation, IrExpression>? lower)
            ? MemoryViews.Seen(lower(this, operation), operation.Type)
            : Refuse(operation);
    }

    /// <summary>Reports a construct outside the language and goes on with a stand-in, so that all of them are reported at once.</summary>
    public IrExpression Refuse(IOperation operation)
    {
        LanguageFence.Report(_scope, operation);
        return StandIn(operation.Type);
    }

    public IrExpression Refuse(IOperation operation, DiagnosticDescriptor descriptor, params object[] arguments)
    {
        _scope.Report(descriptor, operation.Syntax, arguments);
        return StandIn(operation.Type);
    }

    /// <summary>Binds a view to a local unless it is a path already: only paths are indexed, measured and sliced.</summary>
    public IrExpression ToPath(IrExpression view, string name = "view") =>
        view is LocalExpression or ElementExpression or FieldExpression ? view
        : view is StructExpression ? view.MapLeaves(v => v.Type.IsView ? ToPath(v, name) : v)
        : _scope.Bind(view, name);

    public static IrExpression StandIn(ITypeSymbol? type) => TypeMapping.Map(type) is StructType whole ? StructValues.Zero(whole) : new ConstantExpression(TypeMapping.Map(type), 0, "default");

    private IrExpression LowerOpaque(IOperation operation) => TypeMapping.IsFloatingStruct(operation.Type) ? Refuse(operation) : TypeMapping.Map(operation.Type) is StructType ? LowerConstantStruct(operation) : _opaque.Lower(operation);

    private IrExpression LowerLocal(ILocalReferenceOperation reference) =>
        _scope.Functions.IsKnown(reference.Local) ? Refuse(reference, LanguageDiagnostics.Function, "A delegate") : _scope.PlaceOf(reference.Local) ?? (TypeMapping.IsFloatingStruct(reference.Type)
            ? Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(reference.Type!))
            : _opaque.Lower(reference));

    public IrExpression Inline(InlineCall call) => _inliner.Lower(call);

    /// <summary>The calls that the code being lowered stands in.</summary>
    public CallChain Chain => _inliner.Chain;

    // Constant data of the instance, as a private field is.
    private IrExpression LowerCaptured(IParameterReferenceOperation reference)
    {
        IParameterSymbol parameter = reference.Parameter;
        if (!CapturedParameters.CanBeNamed(parameter, _scope))
        {
            // A struct made here that keeps such a parameter is refused where it is made.
            return _scope is { HasFailed: true, Receiver: StructExpression } ? StandIn(reference.Type) : Refuse(reference, LanguageDiagnostics.Inaccessible, CapturedParameters.Describe(parameter, _scope));
        }

        if (TypeMapping.IsFloatingStruct(reference.Type))
        {
            return Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(reference.Type!));
        }

        OpaqueExpression data = new(Identifier.Escape(parameter.Name), default, InOnePiece(reference.Type!));
        bool isRead = IsStruct(reference) || data.Type is { IsView: true } or { IsFloating: true };
        IrExpression value = CapturedParameters.IsChanged(parameter, _scope.CancellationToken) ? _scope.Bind(data, parameter.Name)
            : isRead ? _scope.Table(parameter, () => data)
            : data;
        return Open(value, reference.Type!, reference);
    }

    private IrExpression LowerParameter(IParameterReferenceOperation reference) =>
        _scope.Functions.IsKnown(reference.Parameter) ? Refuse(reference, LanguageDiagnostics.Function, "A delegate")
        : _scope.Receiver is StructExpression self && CapturedParameters.PlaceIn(self, reference.Parameter) is { } field ? field
        : CapturedParameters.Is(reference.Parameter, _scope) ? LowerCaptured(reference)
        : _scope.PlaceOf(reference.Parameter) is { } place ? place is OpaqueExpression data ? _scope.Bind(data, reference.Parameter.Name) : place
        : TypeMapping.IsFloatingStruct(reference.Type) || TypeMapping.Map(reference.Type) is StructType
            ? Refuse(reference, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(reference.Type!))
        : _opaque.Lower(reference);
}
