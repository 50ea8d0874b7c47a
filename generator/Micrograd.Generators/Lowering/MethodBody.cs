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

    /// <summary>The body of a delegate's target: a lambda's own, or that of the method.</summary>
    public static IBlockOperation? Find(KnownFunction function, LoweringScope scope) => function.Body ?? Find(function.Method.OriginalDefinition, scope);

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
    /// <param name="body">The body.</param>
    /// <param name="isRead">Calls of members that are known to leave their instance alone.</param>
    public static HashSet<ISymbol> WrittenSymbols(IOperation body, Func<IOperation, bool>? isRead = null)
    {
        HashSet<ISymbol> written = new(SymbolEqualityComparer.Default);
        foreach (IOperation operation in body.DescendantsAndSelf().Where(o => isRead is null || !isRead(o)))
        {
            foreach (IOperation target in Targets(operation))
            {
                AddTarget(target, written);
            }
        }

        return written;
    }

    /// <summary>The reference is to a variable that the code does not write, and no function either that the code might call.</summary>
    public static bool IsUnchanged(IOperation reference, IOperation code)
    {
        ISymbol? variable = reference switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        return variable is not null && !WrittenSymbols(code).Contains(variable)
            && !Root(code).Descendants().Any(o => o is ILocalFunctionOperation or IAnonymousFunctionOperation && WrittenSymbols(o).Contains(variable));
    }

    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The method or accessor that the operation stands in; null in an initializer.</summary>
    public static IMethodSymbol? Member(IOperation operation)
    {
        ISymbol? member = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart);
        while (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            member = member.ContainingSymbol;
        }

        return member as IMethodSymbol;
    }

    /// <summary>What the local may get its value from.</summary>
    public static IEnumerable<IOperation> ValuesOf(ILocalSymbol local, IOperation body)
    {
        return body.DescendantsAndSelf().SelectMany(Values);

        IEnumerable<IOperation> Values(IOperation operation) => operation switch
        {
            IVariableDeclaratorOperation declarator when Is(declarator.Symbol) => declarator.GetVariableInitializer() is { } initializer ? [initializer.Value] : [],
            IAssignmentOperation assignment when Names(assignment.Target) => [assignment.Value],
            IForEachLoopOperation loop when loop.Locals.Any(Is) => [loop.Collection],
            IIsPatternOperation test when Declares(test.Pattern) => [test.Value],
            ISwitchExpressionOperation choice when choice.Arms.Any(arm => Declares(arm.Pattern)) => [choice.Value],
            ISwitchOperation choice when choice.Cases.Any(c => c.Clauses.Any(Declares)) => [choice.Value],
            IInvocationOperation call when call.Arguments.Any(a => a.Parameter?.RefKind is RefKind.Ref or RefKind.Out && Names(a.Value)) => call.ChildOperations.Where(c => c is not IArgumentOperation { Parameter.RefKind: RefKind.Out }),
            _ => [],
        };

        bool Is(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, local);
        bool Names(IOperation place) => place.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(r => Is(r.Local));
        bool Declares(IOperation pattern) => pattern.DescendantsAndSelf().Any(p => p is IDeclarationPatternOperation { DeclaredSymbol: { } declared } && Is(declared));
    }

    private static IEnumerable<IOperation> Targets(IOperation operation) => operation switch
    {
        // A reference is no copy: what is stored through it goes to the variable that it names from here on.
        ISimpleAssignmentOperation { IsRef: true } reference => [reference.Target, reference.Value],
        IAssignmentOperation assignment => [assignment.Target],
        IIncrementOrDecrementOperation increment => [increment.Target],
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => [argument.Value],
        IInvocationOperation { Instance: { } instance, TargetMethod: var method } when ReceiverChanges.MayCome(instance, method) => [instance],
        IPropertyReferenceOperation { Instance: { } instance } property when ReceiverChanges.MayCome(property) => [instance],
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
            case IPropertyReferenceOperation { Instance: { } instance } when ReceiverChanges.IsValue(instance.Type):
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
