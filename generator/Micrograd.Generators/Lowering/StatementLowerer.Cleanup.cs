using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// <c>try</c> with <c>finally</c>, <c>using</c> and <c>lock</c>: the body is lowered like any block, the cleanup is kept as text around
/// it, and runs once, in the forward sweep, also where an exception passes.
/// </content>
internal sealed partial class StatementLowerer
{
    private void LowerTry(ITryOperation attempt)
    {
        if (attempt.Catches.Length > 0 || attempt.Finally is not { } cleanup)
        {
            scope.Report(LanguageDiagnostics.ExceptionHandling, attempt.Syntax, attempt.Catches.Length > 0 ? "catch" : "try");
            return;
        }

        List<IrStatement> body = scope.Capture(() => Lower(attempt.Body));
        EmitEnclosed("try", default, body, [.. cleanup.Operations.Select(o => LowerCleanup(o, body)).OfType<OpaqueStatement>()]);
    }

    private void LowerLock(ILockOperation locked)
    {
        IrExpression gate = scope.Unbind(expressions.Lower(locked.LockedValue));
        if (gate.Type.IsDifferentiable)
        {
            scope.Report(LanguageDiagnostics.LockOnMemory, locked.LockedValue.Syntax, StatementText.Of(locked.LockedValue.Syntax));
            return;
        }

        gate = scope.Bind(gate, "gate");
        EmitEnclosed("lock ({0})", [gate], scope.Capture(() => Lower(locked.Body)), default);
    }

    private void LowerUsing(IUsingOperation @using)
    {
        if (@using.IsAsynchronous)
        {
            LanguageFence.Report(scope, @using);
        }
        else if (@using.Resources is IVariableDeclarationGroupOperation group)
        {
            LowerResources(group, @using, () => Lower(@using.Body));
        }
        else if (@using.Resources.Type is { IsValueType: false } && TypeMapping.Map(@using.Resources.Type) is OpaqueType)
        {
            IrExpression resource = scope.Bind(scope.Unbind(expressions.Lower(@using.Resources)), "resource");
            EmitEnclosed("using ({0})", [resource], scope.Capture(() => Lower(@using.Body)), default);
        }
        else
        {
            scope.Report(LanguageDiagnostics.ExceptionHandling, @using.Syntax, "using");
        }
    }

    // `using var r = …;` ends where its block ends.
    private void LowerUsing(IUsingDeclarationOperation declaration, IEnumerable<IOperation> rest) =>
        LowerResources(declaration.DeclarationGroup, declaration, () => LowerAll(rest));

    private void LowerResources(IVariableDeclarationGroupOperation group, IOperation @using, Action body)
    {
        ILocalSymbol[] symbols = [.. group.Declarations.SelectMany(static d => d.Declarators).Select(static d => d.Symbol)];
        Lower(group);

        if (symbols is not [{ Type: var type } symbol] || scope.PlaceOf(symbol) is not LocalExpression { Type: OpaqueType } resource
            || (type.IsValueType && !HasPublicDispose(type)))
        {
            scope.Report(LanguageDiagnostics.ExceptionHandling, @using.Syntax, "using");
            return;
        }

        EmitDisposed(resource, type, scope.Capture(body));
    }

    private void EmitEnclosed(string opening, EquatableArray<IrExpression> arguments, List<IrStatement> body, EquatableArray<OpaqueStatement> cleanup) =>
        scope.Block.Add(new IfStatement(ConstantExpression.Boolean(true), body.ToEquatableArray(), default) { Enclosure = new Enclosure(new OpaqueStatement(opening, arguments), cleanup) });

    private OpaqueStatement? LowerCleanup(IOperation statement, List<IrStatement> body)
    {
        if (statement is IEmptyOperation)
        {
            return null;
        }

        if (!IsKeptAsItIs(statement) || statement.DescendantsAndSelf().FirstOrDefault(LanguageFence.IsRefusedInText) is not null)
        {
            scope.Report(LanguageDiagnostics.Cleanup, statement.Syntax, StatementText.Of(statement));
            return null;
        }

        OpaqueText text = OpaqueText.Deferred(statement.Syntax, statement.SemanticModel!, scope, expressions);
        HashSet<int> assigned = body.AssignedLocals();
        if (!text.Arguments.All(a => a is ConstantExpression || (a is LocalExpression { Local: var local } && !local.Type.IsDifferentiable && !assigned.Contains(local.Id))))
        {
            scope.Report(LanguageDiagnostics.Cleanup, statement.Syntax, StatementText.Of(statement));
        }

        return new OpaqueStatement(text.Template, text.Arguments);
    }

    private static bool IsKeptAsItIs(IOperation statement) =>
        !statement.DescendantsAndSelf().Any(static o => o is IVariableDeclaratorOperation or IReturnOperation or IBranchOperation or ILocalFunctionOperation or IAnonymousFunctionOperation)
        && !MethodBody.WrittenSymbols(statement).Any(static s => s is ILocalSymbol or IParameterSymbol);
}
