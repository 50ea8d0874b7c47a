using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Whether the compiler reports an error in a body, as it does while the body is being typed. Asking for its diagnostics binds the
/// body once more, so the operations at hand are looked at instead.
/// </summary>
internal static class BodyErrors
{
    public static bool Any(IBlockOperation body, LoweringScope scope)
    {
        if (body.Syntax.ContainsDiagnostics && body.Syntax.GetDiagnostics().Any(static d => d.Severity == DiagnosticSeverity.Error))
        {
            return true;
        }

        SemanticModel model = body.SemanticModel ?? scope.Compilation.GetSemanticModel(body.Syntax.SyntaxTree);
        IMethodSymbol? method = model.GetEnclosingSymbol(body.Syntax.SpanStart, scope.CancellationToken) as IMethodSymbol;
        bool isStatic = method is { IsStatic: true };
        bool mayLackValue = method is not null && method.Parameters.Any(static p => p.RefKind == RefKind.Out);
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            if (operation.Kind == OperationKind.Invalid || UnknownTypes.HasInArguments(operation.Type) || IsMisused(operation) || IsOfUnknownType(operation) || LacksInstance(operation, isStatic) || IsUnimplemented(operation))
            {
                return true;
            }

            mayLackValue |= MayLackValue(operation);
        }

        // What is left depends on the flow: the end of a method that returns a value, and locals that nothing is assigned to.
        // The model that bound the body analyses its flow without binding it again; asking it for diagnostics does, so it is
        // asked only where there can be some.
        return (mayLackValue || (method is { ReturnsVoid: false } && EndIsReachable(body, model)))
            && model.GetDiagnostics(body.Syntax.Parent?.Span, scope.CancellationToken).Any(static d => d.Severity == DiagnosticSeverity.Error && d.DefaultSeverity == DiagnosticSeverity.Error);
    }

    // Bound, and wrong all the same: no conversion, an operator that is no static method, things that have no equality, too many indices, a parameter without a
    // name, a local made or deconstructed from itself, a value as a statement, `!` twice.
    private static bool IsMisused(IOperation operation) => operation switch
    {
        { Syntax.Parent: PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Parent.RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } } => true,
        IConversionOperation { Conversion.Exists: false } or IConversionOperation { OperatorMethod.IsStatic: false } => true,
        IBinaryOperation { OperatorMethod.IsStatic: false } or IUnaryOperation { OperatorMethod.IsStatic: false } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null, IsLifted: false } equality => IsIncomparable(equality.LeftOperand.Type, equality.RightOperand.Type),
        IArrayElementReferenceOperation { ArrayReference.Type: IArrayTypeSymbol array } element => element.Indices.Length != array.Rank,
        IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.Length: > 0 } method } => method.Parameters.Any(static p => p.Name == ""),
        IVariableDeclaratorOperation { Symbol: var symbol, Initializer.Value: var value } => value.Peeled() is ILocalReferenceOperation { Local: var same } && SymbolEqualityComparer.Default.Equals(same, symbol),
        IDeconstructionAssignmentOperation { Target: var target, Value: var value } => Locals(target).Where(static l => l.IsDeclaration).Select(static l => l.Local).Intersect(Locals(value).Select(static l => l.Local), SymbolEqualityComparer.Default).Any(),
        IExpressionStatementOperation { Operation: var value } => value is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation or ILiteralOperation
            or IBinaryOperation or IUnaryOperation or IArrayElementReferenceOperation or IConditionalOperation,
        _ => false,
    };

    // Where C# compares by itself, both were converted to one type that it compares, or one is the null of a nullable number.
    private static bool IsIncomparable(ITypeSymbol? left, ITypeSymbol? right) => (left, right) switch
    {
        (IDynamicTypeSymbol, _) or (_, IDynamicTypeSymbol) => false,
        (null, _) or (_, null) => IsStruct(left ?? right) && (left ?? right)!.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T,
        _ => !SymbolEqualityComparer.Default.Equals(left, right) || IsStruct(left),
    };

    private static bool IsStruct(ITypeSymbol? type) => type is { SpecialType: SpecialType.None, TypeKind: TypeKind.Struct } or { TypeKind: TypeKind.TypeParameter };

    // Of a generic type or method of which nobody can tell yet what it may be made with; items of a type that there is not. A
    // static type is one that there is not where something is declared of it; elsewhere its name, or its `this`, may stand.
    private static bool IsOfUnknownType(IOperation operation) => operation switch
    {
        IVariableDeclaratorOperation { Symbol.Type: var type } => UnknownTypes.Has(type),
        IArrayCreationOperation { Type: var type } => UnknownTypes.Has(type),
        IInvocationOperation call => UnknownTypes.HasInConstraints(call.TargetMethod),
        IMemberReferenceOperation reference => UnknownTypes.HasInArguments(reference.Member.ContainingType),
        IForEachLoopOperation { Syntax: CommonForEachStatementSyntax loop, SemanticModel: { } model } => UnknownTypes.Has(model.GetForEachStatementInfo(loop).ElementType),
        _ => false,
    };

    private static IEnumerable<ILocalReferenceOperation> Locals(IOperation operation) => operation.DescendantsAndSelf().OfType<ILocalReferenceOperation>();

    private static bool LacksInstance(IOperation operation, bool isStatic) => operation switch
    {
        IInvocationOperation { Instance: null, TargetMethod: { IsStatic: false, MethodKind: MethodKind.Ordinary } } => true,
        IFieldReferenceOperation { Instance: null, Field.IsStatic: false } or IPropertyReferenceOperation { Instance: null, Property.IsStatic: false } =>
            operation is { Parent: not (INameOfOperation or IMemberReferenceOperation or IMemberInitializerOperation or IPropertySubpatternOperation) },
        // The compiler gives a local function that is made a delegate an instance, wherever it stands.
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Parent: not (INameOfOperation or IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction }) } => isStatic,
        _ => false,
    };

    // T.Order, where T stands for a type whose Order is missing, or an instance member.
    private static bool IsUnimplemented(IOperation operation)
    {
        (ISymbol? member, ITypeSymbol? caller) = operation switch
        {
            IInvocationOperation call => (call.TargetMethod.ConstructedFrom, call.ConstrainedToType),
            IMemberReferenceOperation reference => (reference.Member, reference.ConstrainedToType),
            _ => ((ISymbol?)null, null),
        };
        return member is { ContainingType.TypeKind: TypeKind.Interface } && caller is not null
            && TypeSubstitution.Resolve(caller) is INamedTypeSymbol { DeclaringSyntaxReferences.Length: > 0 } type
            && type.FindImplementationForInterfaceMember(TypeSubstitution.Member(member, TypeSubstitution.Resolve(member.ContainingType))) is null;
    }

    // Or a conversion that only a cast may make, without one; a few that the compiler makes by itself look like that.
    private static bool MayLackValue(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true, Conversion: { Exists: true, IsImplicit: false } } or IReturnOperation { ReturnedValue: null, IsImplicit: false } or IVariableDeclaratorOperation { Initializer: null, Parent: IVariableDeclarationOperation { Initializer: null } }
        || operation is IVariableDeclaratorOperation { Symbol: var symbol, Initializer: { } initializer } && Locals(initializer).Any(l => SymbolEqualityComparer.Default.Equals(l.Local, symbol));

    private static bool EndIsReachable(IBlockOperation body, SemanticModel model) =>
        body.Syntax is BlockSyntax block && (block.Statements.Count == 0 || model.AnalyzeControlFlow(block) is { Succeeded: true, EndPointIsReachable: true });
}
