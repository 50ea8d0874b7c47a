using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>From the compiler's tree of a marked method to the intermediate representation.</summary>
internal static class MethodLowerer
{
    public static LoweringResult Lower(LoweringRequest request)
    {
        LoweringScope scope = new(request);
        try
        {
            if (MethodBody.Find(request.Method, scope) is { } body && !BodyErrors.Any(body, scope))
            {
                LowerBody(request, scope, body);
                scope.Shared.Check();
                return Finish(scope);
            }
        }
        catch (InsufficientExecutionStackException)
        {
            scope.Report(LanguageDiagnostics.MethodTooLarge, request.Method.DeclaringSyntaxReferences[0].GetSyntax(request.CancellationToken), request.Method.Name, "is nested too deeply for the compiler's stack");
            return Finish(scope);
        }
        catch (Exception failure) when (scope.HasFailed && failure is not OperationCanceledException)
        {
            // A construct is refused already, and what stands in for it led somewhere it should not. Everything else is a
            // mistake here, which the pipeline reports as one.
            return Finish(scope);
        }

        return new LoweringResult(null, scope.NextLocalId, [], []);
    }

    private static void LowerBody(LoweringRequest request, LoweringScope scope, IBlockOperation body)
    {
        for (int i = 0; i < request.Method.Parameters.Length; i++)
        {
            IrExpression place = StructParameters.Open(request.Method.Parameters[i], i, scope)
                ?? GridParameters.Open(request.Method.Parameters[i], i, body, scope)
                ?? MemoryViews.Open(request.Method.Parameters[i], i, body, scope)
                ?? new LocalExpression(request.Signature.Parameters[i].Local);
            scope.SetPlace(request.Method.Parameters[i], place);
            if (request.Method.PartialImplementationPart is { } implementation)
            {
                scope.SetPlace(implementation.Parameters[i], place);
            }
        }

        BindInstance(request, scope);
        ExpressionLowerer expressions = new(scope);
        if (Substitutes.NameOf(request.Method) is not null)
        {
            scope.Emit(new ReturnStatement(expressions.LowerSubstitute(body, request.Method)));
            return;
        }

        StatementLowerer statements = new(scope, expressions);
        bool returnsStruct = StructParameters.OpenResult(request.Method, scope);
        if (returnsStruct && MethodBody.SingleReturn(body) is null)
        {
            LowerReturns(request.Method, scope, statements, body);
            return;
        }

        if (!returnsStruct && request.Signature.ReturnType is StructType { IsDifferentiable: true })
        {
            scope.Report(LanguageDiagnostics.TypeNotSupported, request.Method.DeclaringSyntaxReferences[0].GetSyntax(request.CancellationToken) is MethodDeclarationSyntax method ? method.ReturnType : body.Syntax, TypeMapping.Describe(request.Method.ReturnType));
        }

        statements.LowerAll(body.Operations);
        if (request.Signature.ReturnType is ArrayType { Rank: 1, IsDifferentiable: true } array && !scope.Block.AllStatements().Any(static s => s is ReturnStatement))
        {
            // It always throws; a result is what the sweeps begin with.
            scope.Emit(new ReturnStatement(scope.Empty(array)));
        }
    }

    // Every return stores the fields; the one at the end returns them.
    private static void LowerReturns(IMethodSymbol method, LoweringScope scope, StatementLowerer statements, IBlockOperation body)
    {
        statements.StructResult = (StructExpression)scope.Declare("result", TypeMapping.Map(method.ReturnType), null);
        List<IrStatement> inner = scope.Capture(() => statements.LowerAll(body.Operations));
        scope.Emit(new InlineStatement(inner.ToEquatableArray(), null));
        scope.Emit(new ReturnStatement(statements.StructResult));
    }

    // `this`, and its [Parameter] members, are parameters that C# does not show.
    private static void BindInstance(LoweringRequest request, LoweringScope scope)
    {
        foreach (IrParameter parameter in request.Signature.Parameters)
        {
            if (parameter.State is { Name: null })
            {
                scope.Receiver = scope.Self = new LocalExpression(parameter.Local);
            }
            else if (request.Signature.State?.Parameters.FirstOrDefault(p => p.Name == parameter.State?.Name) is { } state
                && request.Method.ContainingType.GetMembers(state.Member).FirstOrDefault() is { } member)
            {
                scope.SetPlace(member, new LocalExpression(parameter.Local));
                scope.State = [.. scope.State, member];
            }
        }
    }

    private static LoweringResult Finish(LoweringScope scope) =>
        new(scope.HasFailed ? null : scope.Body, scope.NextLocalId, scope.Diagnostics, scope.Sites)
        {
            Structs = scope.Structs.ToEquatableArray(),
            ChecksOverflow = scope.DefaultIsChecked,
            Pairs = scope.Pairs.Lowered,
        };
}
