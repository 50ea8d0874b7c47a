using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>From the compiler's tree of a marked method to the intermediate representation.</summary>
internal static class MethodLowerer
{
    public static LoweringResult Lower(LoweringRequest request)
    {
        LoweringScope scope = new(request);
        try
        {
            if (MethodBody.Find(request.Method, scope) is { } body && !MethodBody.HasBindingErrors(body))
            {
                LowerBody(request, scope, body);
                return Finish(scope);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever went wrong is a mistake here, not the user's; one method must not take the others' output with it.
            SyntaxNode place = request.Method.DeclaringSyntaxReferences[0].GetSyntax(request.CancellationToken);
            if (scope.HasFailed)
            {
                return Finish(scope);
            }

            scope.Report(LanguageDiagnostics.ConstructNotSupported, place, $"A construct in '{request.Method.Name}' ({failure.GetType().Name}: {failure.Message})");
            return Finish(scope);
        }

        return new LoweringResult(null, scope.NextLocalId, [], []);
    }

    private static void LowerBody(LoweringRequest request, LoweringScope scope, IBlockOperation body)
    {
        for (int i = 0; i < request.Method.Parameters.Length; i++)
        {
            scope.SetPlace(request.Method.Parameters[i], new LocalExpression(request.Signature.Parameters[i].Local));
            if (request.Method.PartialImplementationPart is { } implementation)
            {
                scope.SetPlace(implementation.Parameters[i], new LocalExpression(request.Signature.Parameters[i].Local));
            }
        }

        new StatementLowerer(scope, new ExpressionLowerer(scope)).LowerAll(body.Operations);
    }

    private static LoweringResult Finish(LoweringScope scope) =>
        new(scope.HasFailed ? null : scope.Body, scope.NextLocalId, scope.Diagnostics, scope.Sites);
}
