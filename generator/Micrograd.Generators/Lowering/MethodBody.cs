using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Questions about the body of a method, as the compiler bound it.</summary>
internal static class MethodBody
{
    public static IBlockOperation? Find(IMethodSymbol method, LoweringScope scope)
    {
        foreach (SyntaxReference reference in (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences)
        {
            SyntaxNode syntax = reference.GetSyntax(scope.CancellationToken);
            IOperation? operation = scope.Compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, scope.CancellationToken);
            IBlockOperation? block = operation switch
            {
                IMethodBodyBaseOperation body => body.BlockBody ?? body.ExpressionBody,
                ILocalFunctionOperation local => local.Body,
                IBlockOperation body => body,
                _ => null,
            };
            if (block is not null)
            {
                return block;
            }
        }

        return null;
    }

    /// <summary>Whether the compiler reports an error in the body, as it is while it is being typed.</summary>
    public static bool HasErrors(IBlockOperation body, LoweringScope scope)
    {
        if (body.Syntax.ContainsDiagnostics && body.Syntax.GetDiagnostics().Any(static d => d.Severity == DiagnosticSeverity.Error))
        {
            return true;
        }

        if (body.DescendantsAndSelf().Any(static o => o.Kind == OperationKind.Invalid || o.Type is { TypeKind: TypeKind.Error } || o is IConversionOperation { Conversion.Exists: false } || LacksInstance(o)))
        {
            return true;
        }

        // What is left depends on the flow: the end of a method that returns a value, and locals that nothing is assigned to.
        // The model that bound the body analyses its flow without binding it again; asking it for diagnostics does, so it is
        // asked only where there can be some.
        SemanticModel model = body.SemanticModel ?? scope.Compilation.GetSemanticModel(body.Syntax.SyntaxTree);
        return DependsOnFlow(body, model, scope.CancellationToken)
            && model.GetDiagnostics(body.Syntax.Parent?.Span, scope.CancellationToken).Any(static d => d.Severity == DiagnosticSeverity.Error && d.DefaultSeverity == DiagnosticSeverity.Error);
    }

    private static bool LacksInstance(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: null, TargetMethod: { IsStatic: false, MethodKind: MethodKind.Ordinary } } => true,
        IFieldReferenceOperation { Instance: null, Field.IsStatic: false } or IPropertyReferenceOperation { Instance: null, Property.IsStatic: false } =>
            operation is { Parent: not (INameOfOperation or IMemberReferenceOperation or IMemberInitializerOperation or IPropertySubpatternOperation) },
        _ => false,
    };

    private static bool DependsOnFlow(IBlockOperation body, SemanticModel model, CancellationToken cancellationToken) =>
        body.DescendantsAndSelf().Any(static o => o is IReturnOperation { ReturnedValue: null, IsImplicit: false } or IVariableDeclaratorOperation { Initializer: null, Parent: IVariableDeclarationOperation { Initializer: null } })
        || (model.GetEnclosingSymbol(body.Syntax.SpanStart, cancellationToken) is IMethodSymbol method
            && (method.Parameters.Any(static p => p.RefKind == RefKind.Out) || (!method.ReturnsVoid && EndIsReachable(body, model))));

    private static bool EndIsReachable(IBlockOperation body, SemanticModel model) =>
        body.Syntax is BlockSyntax block && (block.Statements.Count == 0 || model.AnalyzeControlFlow(block) is { Succeeded: true, EndPointIsReachable: true });

    /// <summary>The return at the end of the body, if it is the only one that leaves it.</summary>
    public static IReturnOperation? SingleReturn(IBlockOperation body) =>
        !body.Operations.Any(static o => o is IUsingDeclarationOperation) && body.Operations.LastOrDefault() is IReturnOperation { Kind: OperationKind.Return } last && OwnOperations(body).OfType<IReturnOperation>().Count() == 1 ? last : null;

    /// <summary>Whether a method that returns a reference always returns one to the same place, at its end.</summary>
    public static bool ReturnsOnePlace(IMethodSymbol method) =>
        method.OriginalDefinition.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax() is { } syntax
        && syntax.DescendantNodes().OfType<ReturnStatementSyntax>().Count() <= 1
        && !syntax.DescendantNodes().Any(static n => n is RefExpressionSyntax { Expression: ConditionalExpressionSyntax or ParenthesizedExpressionSyntax { Expression: ConditionalExpressionSyntax } });

    /// <summary>Whether an array that the method is given stays as it is: elements are read, its length is asked for, and nobody else gets it.</summary>
    public static bool OnlyReads(IOperation body, IParameterSymbol array) => body.Descendants().OfType<IParameterReferenceOperation>()
        .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Parameter, array))
        .All(static reference => reference.Parent switch
        {
            IArrayElementReferenceOperation { Parent: var use } element => use switch
            {
                IAssignmentOperation assignment => assignment.Target != element,
                IIncrementOrDecrementOperation or IVariableInitializerOperation or ITupleOperation => false,
                IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.None,
                _ => true,
            },
            IPropertyReferenceOperation { Property.Name: "Length" } => true,
            IConversionOperation { Type: INamedTypeSymbol { Name: "ReadOnlySpan" } } => true,
            IConversionOperation { Parent: IForEachLoopOperation } or IForEachLoopOperation => true,
            _ => false,
        });

    /// <summary>The operations of a body without those of the functions declared in it.</summary>
    public static IEnumerable<IOperation> OwnOperations(IOperation operation)
    {
        yield return operation;
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is ILocalFunctionOperation or IAnonymousFunctionOperation)
            {
                continue;
            }

            foreach (IOperation inner in OwnOperations(child))
            {
                yield return inner;
            }
        }
    }

    /// <summary>The locals and parameters that the body may change after they got their first value.</summary>
    public static HashSet<ISymbol> WrittenSymbols(IOperation body)
    {
        HashSet<ISymbol> written = new(SymbolEqualityComparer.Default);
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            foreach (IOperation target in Targets(operation))
            {
                AddTarget(target, written);
            }
        }

        return written;
    }

    private static IEnumerable<IOperation> Targets(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => [assignment.Target],
        IIncrementOrDecrementOperation increment => [increment.Target],
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => [argument.Value],
        IInvocationOperation { Instance: { Type.IsValueType: true } instance, TargetMethod: { IsReadOnly: false, ContainingType.IsReadOnly: false } } => [instance],
        IPropertyReferenceOperation { Instance: { Type.IsValueType: true } instance, Property: { GetMethod.IsReadOnly: false, ContainingType.IsReadOnly: false } property } when !StructShape.IsAutomatic(property) => [instance],
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } } initializer => [initializer.Value],
        _ => [],
    };

    private static void AddTarget(IOperation target, HashSet<ISymbol> written)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                written.Add(local.Local);
                break;
            case IParameterReferenceOperation parameter:
                written.Add(parameter.Parameter);
                break;
            case IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance }:
                AddTarget(instance, written);
                break;
            case IPropertyReferenceOperation { Instance: { Type.IsValueType: true } instance }:
                AddTarget(instance, written);
                break;
            case ITupleOperation tuple:
                foreach (IOperation element in tuple.Elements)
                {
                    AddTarget(element, written);
                }

                break;
        }
    }
}
