using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Keeps C# that carries no derivative as text over named operands. Where a derivative could be lost in it, it gets a site.</summary>
internal sealed class OpaqueLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    /// <param name="operation">The code.</param>
    /// <param name="wanted">The type of the value, if it is not the one that the code's type is mapped to.</param>
    public IrExpression Lower(IOperation operation, IrType? wanted = null)
    {
        if (Refusal(operation) is { } refused)
        {
            LanguageFence.Report(scope, refused);
        }

        Warn(operation);
        OpaqueText text = OpaqueText.Of(operation.Syntax, operation.SemanticModel!, scope, expressions);
        IrType type = wanted ?? TypeMapping.Map(operation.Type);
        EquatableArray<IrExpression> arguments = text.Arguments;
        if (text.Outputs.Count > 0)
        {
            return EmitWithOutputs(operation, text, type);
        }

        if (type is VoidType)
        {
            bool stores = Stores(operation, arguments);
            scope.Emit(new OpaqueStatement(text.Template + ";", arguments) { Site = SiteOf(operation), StoresArguments = stores, ChangesState = UserCode.MayRun(operation) });
            return new ConstantExpression(IrType.Void, 0, "default");
        }

        // What a number was encoded in may come back as a number: DroppedDerivativeAnalysis asks where.
        bool passesOn = !IsDeclaredConstant(operation) && type is not ScalarType { IsFloating: false } && operation.Type?.SpecialType != SpecialType.System_String
            && arguments.Any(a => a.Type.IsDifferentiable || (type.IsDifferentiable && a is not ConstantExpression));
        bool losesDerivative = passesOn || arguments.Any(static a => a.Type is ArrayType { IsDifferentiable: true } or SpanType { IsDifferentiable: true, IsReadOnly: false }) || (operation is IInvocationOperation { TargetMethod: var method } && !method.IsFramework() && Stores(operation, arguments));
        string template = wanted is null && MemoryViews.Is(operation.Type) ? $"({text.Template}).Span" : text.Template;
        bool comparesReferences = IsComparison(operation);
        OpaqueExpression opaque = new(template, arguments, type)
        {
            Site = losesDerivative ? SiteOf(operation) : -1,
            IsDeclaredConstant = IsDeclaredConstant(operation),
            ChangesState = UserCode.MayRun(operation),
            IsStatement = operation is IInvocationOperation or IObjectCreationOperation,
            ComparesReferences = comparesReferences,
            IsFixed = DataReads.IsFixed(operation),
            IsRead = DataReads.IsRead(operation),
            WithoutObject = DataReads.WithoutObject(operation, text.Template),
            RunsConstructor = DataReads.RunsConstructor(operation, scope.Marked.ContainingType),
            CarriesNothing = IsDeclaredConstant(operation) || operation.Type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_String } || comparesReferences,
        };
        return MayChange(operation) ? scope.Bind(opaque, NameOf(operation)) : opaque;
    }

    private int SiteOf(IOperation operation) => scope.AddSite(operation.Syntax, operation is not IInvocationOperation { TargetMethod: var method } ? SiteKind.Code
        : GeneratedMembers.IsGenerated(method) ? SiteKind.GeneratedMember
        : !method.IsWrittenIn(scope.Compilation) && CallResolution.IsDifferentiable(method.OriginalDefinition) ? SiteKind.MarkedElsewhere
        : SiteKind.Code);

    // double slope = InnerGradient(c, out double dC);
    private IrExpression EmitWithOutputs(IOperation operation, OpaqueText text, IrType type)
    {
        if (type.IsView || !text.OutputsAreApart)
        {
            return expressions.Refuse(operation, LanguageDiagnostics.UnknownByReference, StatementText.Of(operation.Syntax));
        }

        List<IrLocal> outputs = [.. text.Outputs.Select(static o => o.Local)];
        IrLocal? result = type is VoidType || operation.Parent is IExpressionStatementOperation ? null : scope.CreateTemporary(NameOf(operation), type);
        string call = result is null ? text.Template : $"{OpaqueStatement.OutputHole(outputs.Count)} = {text.Template}";
        bool stores = Stores(operation, text.Arguments);
        scope.Emit(new OpaqueStatement(call + ";", text.Arguments)
        {
            Outputs = (result is null ? outputs : [.. outputs, result]).ToEquatableArray(),
            EntryArguments = text.Outputs.Select(static o => o.EntryArgument).ToEquatableArray(),
            Site = SiteOf(operation),
            StoresArguments = type is VoidType && stores,
            ChangesState = UserCode.MayRun(operation),
            CarriesNothing = IsDeclaredConstant(operation),
        });
        // Elements first: their indices may be among the other variables.
        foreach (TextOutput output in text.Outputs.OrderBy(static o => o.Place is LocalExpression))
        {
            expressions.Store(output.Place, new LocalExpression(output.Local), isUsed: false, output.Syntax);
        }

        return result is null ? new ConstantExpression(IrType.Void, 0, "default") : new LocalExpression(result);
    }

    public void EmitThrow(IThrowOperation thrown)
    {
        if (thrown.Exception is null)
        {
            LanguageFence.Report(scope, thrown);
            return;
        }

        OpaqueText text = OpaqueText.Of(thrown.Exception.Syntax, thrown.SemanticModel!, scope, expressions);
        scope.Emit(new OpaqueStatement($"throw {text.Template};", text.Arguments) { LeavesMethod = true });
    }

    /// <summary>An assignment to a field or property: the value is kept where no derivative follows it.</summary>
    public IrExpression EmitStore(IOperation assignment, bool isUsed)
    {
        IMemberReferenceOperation? target = Target(assignment);
        if (isUsed && !(target is not null && HoldsNumber(target)))
        {
            return expressions.Refuse(assignment, LanguageDiagnostics.AssignmentTarget, StatementText.Of(assignment.Syntax));
        }

        if (target is not null && CallResolution.IsParameter(target.Member))
        {
            return expressions.Refuse(assignment, LanguageDiagnostics.ParameterChanged, target.Member.Name);
        }

        IrExpression? old = isUsed && assignment is IIncrementOrDecrementOperation { IsPostfix: true } ? expressions.Lower(target!) : null;
        int before = scope.Block.Count;
        OpaqueText text = OpaqueText.Of(assignment.Syntax, assignment.SemanticModel!, scope, expressions);
        if (!(assignment is ISimpleAssignmentOperation && target is not null && IsFoundAtOnce(target)) && CodeEffects.ChangesState(scope.Block.Skip(before), static _ => true))
        {
            // C# finds the target, and reads it for x op= e, before e is evaluated; the text does behind.
            return expressions.Refuse(assignment, LanguageDiagnostics.AssignmentTarget, StatementText.Of(assignment.Syntax));
        }

        if (text.Arguments.FirstOrDefault(static a => a is StructExpression) is { } whole)
        {
            return expressions.Refuse(assignment, LanguageDiagnostics.TypeNotSupported, whole.Type.Text.Replace("global::", ""));
        }

        scope.Emit(new OpaqueStatement(text.Statement, text.Arguments) { Site = scope.AddSite(assignment.Syntax), StoresArguments = true, ChangesState = UserCode.MayRun(assignment) });
        return isUsed ? old ?? expressions.Lower(target!) : new ConstantExpression(IrType.Void, 0, "default");
    }

    // Nothing that e may change finds the target: a member of a variable, of this, of a type or of an object that stays.
    private static bool IsFoundAtOnce(IMemberReferenceOperation target) => target is not IPropertyReferenceOperation { Arguments.IsEmpty: false } && target.Instance switch
    {
        null or IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation => true,
        IFieldReferenceOperation { Field.IsReadOnly: true } owner => IsFoundAtOnce(owner),
        _ => false,
    };

    // What is stored there can be read again as the value of the store.
    private static bool HoldsNumber(IMemberReferenceOperation target) =>
        TypeMapping.Map(target.Type) is ScalarType { IsFloating: false } && IsFoundAtOnce(target)
        && (target is IFieldReferenceOperation { Field.IsVolatile: false } || (target is IPropertyReferenceOperation { Property: var property } && DataReads.IsAutomatic(property)));

    private static IMemberReferenceOperation? Target(IOperation assignment) => assignment switch
    {
        IAssignmentOperation { Target: IMemberReferenceOperation target } => target,
        IIncrementOrDecrementOperation { Target: IMemberReferenceOperation target } => target,
        _ => null,
    };

    // A lambda over values that carry derivatives, or code that no text can carry over.
    private static IOperation? Refusal(IOperation operation)
    {
        bool carries = operation.DescendantsAndSelf().Any(static o => o.Type is not null && TypeMapping.Map(o.Type).IsDifferentiable);
        return operation.DescendantsAndSelf().FirstOrDefault(o => (LanguageFence.IsRefusedInText(o) && o is not IDeclarationExpressionOperation { Parent: IArgumentOperation }) || (carries && o is IAnonymousFunctionOperation or IMethodReferenceOperation));
    }

    private void Warn(IOperation operation)
    {
        foreach (IOperation part in operation.DescendantsAndSelf())
        {
            ISymbol? member = part switch
            {
                IInvocationOperation call => call.TargetMethod,
                IPropertyReferenceOperation property => property.Property,
                _ => null,
            };
            if (member is not null && member.IsFramework() && IsNondeterministic(member))
            {
                scope.Report(LanguageDiagnostics.Nondeterministic, part.Syntax, $"{member.ContainingType.Name}.{member.Name}");
            }
        }
    }

    private static bool IsNondeterministic(ISymbol member) => (member.ContainingType.Name, member.Name) switch
    {
        ("Random", not "Shared") => true,
        ("DateTime" or "DateTimeOffset", "Now" or "UtcNow" or "Today") => true,
        ("Guid", "NewGuid" or "CreateVersion7") => true,
        ("Environment", "TickCount" or "TickCount64") => true,
        ("Stopwatch", "GetTimestamp" or "ElapsedTicks" or "ElapsedMilliseconds" or "Elapsed") => true,
        _ => false,
    };

    private static bool IsDeclaredConstant(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: var method } && (CallResolution.IsNoDiff(method) || CallResolution.IsGradientStop(method));

    // Printing and checking keep nothing; a collection does, and so may unknown code that can write to an array it is given.
    private static bool Stores(IOperation operation, EquatableArray<IrExpression> arguments)
    {
        if (operation is not IInvocationOperation call || IsDeclaredConstant(operation) || !arguments.Any(static a => a.Type.IsDifferentiable))
        {
            return false;
        }

        bool isCollection = call.Instance?.Type?.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) == true;
        bool isGuard = call.TargetMethod.Name.StartsWith("ThrowIf", StringComparison.Ordinal);
        return isCollection || (!isGuard && call.Arguments.Any(static a => TypeMapping.Map(a.Parameter!.Type) is ArrayType { IsDifferentiable: true } or SpanType { IsDifferentiable: true, IsReadOnly: false }));
    }

    // Of references: nothing but them is looked at.
    private static bool IsComparison(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "ReferenceEquals", ContainingType.SpecialType: SpecialType.System_Object } }
        || operation is IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, LeftOperand.Type.IsReferenceType: true } && !MayChange(operation);

    // What another call could give another value for is computed once, at its place.
    private static bool MayChange(IOperation operation) => operation.DescendantsAndSelf().Any(static o => o switch
    {
        IInvocationOperation call => !IsPure(call.TargetMethod),
        IObjectCreationOperation or IArrayCreationOperation => true,
        IPropertyReferenceOperation property => !(property.Property.IsFramework() && property.Property is { IsStatic: true, SetMethod: null })
            && property.Property is not { Name: "Length", ContainingType.SpecialType: SpecialType.System_String },
        IFieldReferenceOperation field => !field.Field.IsReadOnly && !field.Field.IsConst,
        _ => false,
    });

    private static bool IsPure(IMethodSymbol method) =>
        CallResolution.IsGradientStop(method)
        || (method.IsStatic && method.IsFramework() && method.ReturnType.SpecialType != SpecialType.System_Void
            && method.Parameters.All(static p => p.RefKind == RefKind.None)
            && (TypeMapping.Map(method.ContainingType) is ScalarType || method.ContainingType.Name is "Math" or "MathF" or "BitOperations"));

    private static string NameOf(IOperation operation)
    {
        string name = operation switch
        {
            IInvocationOperation call => call.TargetMethod.Name,
            IPropertyReferenceOperation { Property.IsIndexer: true } => "item",
            IPropertyReferenceOperation property => property.Property.Name,
            IFieldReferenceOperation field => field.Field.Name,
            _ => "value",
        };
        return Identifier.Local(name);
    }
}
