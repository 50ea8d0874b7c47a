using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>Puts the body of a method in place of a call of it.</summary>
internal sealed class InlineLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    private readonly Stack<IMethodSymbol> _open = new([scope.Method.OriginalDefinition]);

    public IrExpression Lower(IInvocationOperation call)
    {
        IAnonymousFunctionOperation? lambda = scope.Functions.Find(call);
        IMethodSymbol method = lambda?.Symbol ?? call.TargetMethod.OriginalDefinition;
        if (_open.Contains(method, SymbolEqualityComparer.Default))
        {
            return expressions.Refuse(call, LanguageDiagnostics.Recursion, method.Name);
        }

        if ((lambda?.Body ?? MethodBody.Find(method, scope)) is not { } body)
        {
            return expressions.Refuse(call, LanguageDiagnostics.CallNotSupported, method.Name, "a method without a body here");
        }

        if (MethodBody.HasBindingErrors(body))
        {
            return scope.Abandon();
        }

        BindParameters(call, method, body);
        _open.Push(method);
        try
        {
            return LowerBody(method, body);
        }
        finally
        {
            _open.Pop();
        }
    }

    private IrExpression LowerBody(IMethodSymbol method, IBlockOperation body)
    {
        StatementLowerer statements = new(scope, expressions);
        if (MethodBody.SingleReturn(body) is { } only)
        {
            foreach (IOperation statement in body.Operations)
            {
                if (statement != only)
                {
                    statements.Lower(statement);
                }
            }

            return statements.LowerValue(only);
        }

        IrType type = TypeMapping.Map(method.ReturnType);
        if (type.IsView)
        {
            scope.Report(LanguageDiagnostics.ViewChosenByStatements, body.Syntax);
        }

        IrLocal? result = method.ReturnsVoid ? null : scope.CreateLocal(NameOfResult(method), type);
        if (result is not null)
        {
            scope.Emit(new DeclareStatement(result, null));
        }

        List<IrStatement> inner = scope.Capture(() => statements.LowerAll(body.Operations));
        bool leavesEarly = MethodBody.OwnOperations(body).Any(static o => o is IReturnOperation);
        if (leavesEarly)
        {
            scope.Emit(new InlineStatement(inner.ToEquatableArray(), result));
        }
        else
        {
            scope.Block.AddRange(inner);
        }

        return result is null ? new ConstantExpression(IrType.Void, 0, "default") : new LocalExpression(result);
    }

    private static string NameOfResult(IMethodSymbol method) => method.Name.Length == 0 ? "result" : char.ToLowerInvariant(method.Name[0]) + method.Name.Substring(1);

    private void BindParameters(IInvocationOperation call, IMethodSymbol method, IBlockOperation body)
    {
        OperandSequence operands = new(scope);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            AddArgument(operands, argument);
        }

        HashSet<ISymbol> written = MethodBody.WrittenSymbols(body);
        SideEffects effects = EffectsOnCaller(call, method, operands);
        for (int i = 0; i < call.Arguments.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[call.Arguments[i].Parameter!.Ordinal];
            IrExpression value = operands[i];
            bool isUnchanged = value is LocalExpression or ConstantExpression && !written.Contains(parameter) && !effects.Affect(value);
            scope.SetPlace(parameter, IsReference(call.Arguments[i]) ? Freeze(value, effects)
                : IsDroppedHere(parameter, value) ? DeclareParameter(parameter, Drop(value, call.Arguments[i]))
                : isUnchanged ? value
                : DeclareParameter(parameter, value));
        }
    }

    // What the callee can change of the caller's: the variables it is given by reference, and any memory. A local function sees them all.
    private static SideEffects EffectsOnCaller(IInvocationOperation call, IMethodSymbol method, OperandSequence operands)
    {
        if (method is { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction, IsStatic: false })
        {
            return SideEffects.Everything;
        }

        IEnumerable<IrExpression> places = operands.All.Where((_, i) => call.Arguments[i].Parameter!.RefKind is RefKind.Ref or RefKind.Out);
        return SideEffects.Of([new OpaqueStatement("", default), .. places.Select(static p => new AssignStatement(p, p))]);
    }

    // A [NoDiff] parameter carries no derivative: a later analysis reports the argument if that loses one.
    private static bool IsDroppedHere(IParameterSymbol parameter, IrExpression value) =>
        value is not ConstantExpression && value.Type.IsFloating && CallResolution.IsNoDiff(parameter);

    private OpaqueExpression Drop(IrExpression value, IArgumentOperation argument) =>
        new("{0}", [scope.Unbind(value)], value.Type) { Site = scope.AddSite(argument.Syntax) };

    private void AddArgument(OperandSequence operands, IArgumentOperation argument)
    {
        bool isView = TypeMapping.Map(argument.Parameter!.Type).IsView;
        if (isView && argument.Parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            operands.Value(() => expressions.Refuse(argument, LanguageDiagnostics.ArrayByReference, StatementText.Of(argument.Syntax)));
        }
        else if (isView || !IsReference(argument))
        {
            operands.Value(() => expressions.Lower(argument.Value));
        }
        else
        {
            operands.Place(() => expressions.LowerPlace(argument.Value) ?? new ConstantExpression(TypeMapping.Map(argument.Parameter!.Type), 0, "default"));
        }
    }

    private LocalExpression DeclareParameter(IParameterSymbol parameter, IrExpression value)
    {
        IrLocal local = scope.CreateLocal(parameter.Name, TypeMapping.Map(parameter.Type));
        scope.Emit(new DeclareStatement(local, scope.Unbind(value)));
        return new LocalExpression(local);
    }

    // A reference to an element stays on that element, whatever the callee does to the index's variables.
    private IrExpression Freeze(IrExpression place, SideEffects effects) =>
        place is ElementExpression element
            ? element with { Indices = element.Indices.Select(i => effects.Affect(i) ? scope.Bind(i, "index") : i).ToEquatableArray() }
            : place;

    // `in` takes a reference to a variable, and a copy of any other value.
    private static bool IsReference(IArgumentOperation argument) => argument.Parameter!.RefKind switch
    {
        RefKind.Ref or RefKind.Out => true,
        RefKind.None => false,
        _ => argument.Value is ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation or IPropertyReferenceOperation { Property: { IsIndexer: true, ReturnsByRefReadonly: true } or { IsIndexer: true, ReturnsByRef: true } },
    };
}
