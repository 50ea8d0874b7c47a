using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Delegates chosen at run time among functions that are known.</content>
internal sealed partial class ExpressionLowerer
{
    /// <summary><c>Func&lt;double, double&gt; g = n &gt; 1 ? t =&gt; t * x : Math.Sin;</c> becomes <c>int g = n &gt; 1 ? 0 : 1;</c></summary>
    public bool TryChooseFunction(IVariableDeclaratorOperation declarator, IOperation? value)
    {
        ILocalSymbol symbol = declarator.Symbol;
        if (symbol.Type is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke } || !CanChoose(invoke) || _scope.Functions.Alternatives(declarator, value, Chain, _scope.Receiver) is not { } plan)
        {
            return false;
        }

        LocalExpression selector = new(_scope.CreateLocal(symbol.Name, IrType.Int32));
        IrExpression chosen = value is null ? ConstantExpression.Integer(FunctionPlan.None) : Select(value, plan);
        _scope.Emit(new DeclareStatement(selector.Local, chosen));
        _scope.Functions.Register(new FunctionChoice(symbol, selector, plan));
        foreach (KnownFunction function in plan.Functions.Where(_ => plan.Assigned is not null))
        {
            DeclareKept(function, declarator);
        }

        return true;
    }

    /// <summary><c>g = Math.Sin;</c> of such a local becomes <c>g = 1;</c></summary>
    public bool TryAssignFunction(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is not ILocalReferenceOperation { Local: var local } || _scope.Functions.ChoiceOf(local) is not { Plan.Assigned: not null } choice)
        {
            return false;
        }

        IrExpression chosen = Select(assignment.Value, choice.Plan);
        _scope.Emit(new AssignStatement(choice.Selector, chosen));
        return true;
    }

    // Variables of inner blocks that a function keeps when the block has ended are declared beside the delegate.
    private void DeclareKept(KnownFunction function, IVariableDeclaratorOperation declarator)
    {
        foreach (ISymbol kept in KeptBy(function))
        {
            if (AssignedFunctions.IsAround(kept, declarator))
            {
                _scope.ForgetPlace(kept, declarator);
            }
            else if (kept is ILocalSymbol local && TypeMapping.Map(local.Type) is ScalarType type && !AssignedFunctions.IsOfATrip(kept, declarator))
            {
                _scope.DeclareEarly(local, type);
            }
            else
            {
                _scope.Report(LanguageDiagnostics.Function, function.Body?.Syntax.Parent ?? declarator.Syntax, $"A delegate that outlives '{kept.Name}', of which each trip of the loop or run of the block has its own,");
            }
        }
    }

    private IEnumerable<ISymbol> KeptBy(KnownFunction function) =>
        (function.Body ?? (function.Method.MethodKind == MethodKind.LocalFunction ? MethodBody.Find(function.Method.OriginalDefinition, _scope) : null)) is { } body ? AssignedFunctions.Kept(body) : [];

    private static bool CanChoose(IMethodSymbol invoke) =>
        invoke.Parameters.All(static p => p.RefKind == RefKind.None && TypeMapping.Map(p.Type) is ScalarType or OpaqueType && p.Type.TypeKind != TypeKind.Delegate)
        && TypeMapping.Map(invoke.ReturnType) is ScalarType or VoidType;

    private IrExpression Select(IOperation value, FunctionPlan plan)
    {
        IOperation chosen = LocalFunctions.Peeled(value);
        if (chosen is ISwitchExpressionOperation cases)
        {
            return SelectCase(cases, plan);
        }

        if (chosen is not IConditionalOperation { WhenFalse: { } whenFalse } choice)
        {
            return ConstantExpression.Integer(plan.Numbers[chosen.Syntax]);
        }

        IrExpression condition = _scope.Unbind(Lower(choice.Condition));
        IrExpression first = ConstantExpression.Integer(0), second = first;
        List<IrStatement> then = _scope.Capture(() => first = Select(choice.WhenTrue, plan));
        List<IrStatement> otherwise = _scope.Capture(() => second = Select(whenFalse, plan));
        if (then.Count + otherwise.Count == 0)
        {
            return new ConditionalExpression(condition, first, second);
        }

        IrExpression selected = DeclareChoice(IrType.Int32);
        _scope.Emit(new IfStatement(condition, AssignIn((then, first), selected), AssignIn((otherwise, second), selected)));
        return selected;
    }

    private IrExpression SelectCase(ISwitchExpressionOperation cases, FunctionPlan plan)
    {
        PatternLowerer patterns = new(_scope, this);
        IrExpression[] subject = patterns.LowerSubject(cases.Value);
        List<(IrExpression Test, List<IrStatement> Block, IrExpression Value)> arms = [];
        foreach (ISwitchExpressionArmOperation arm in cases.Arms)
        {
            IrExpression test = patterns.Guarded(patterns.Test(arm.Pattern, subject), arm.Guard), chosen = test;
            List<IrStatement> block = _scope.Capture(() => chosen = Select(arm.Value, plan));
            arms.Add((test, block, chosen));
        }

        bool isTotal = PatternLowerer.IsAlways(arms[arms.Count - 1].Test) || cases.IsExhaustive;
        return isTotal && arms.All(static a => a.Block.Count == 0)
            ? Enumerable.Reverse(arms).Skip(1).Aggregate(arms[arms.Count - 1].Value, static (rest, arm) => new ConditionalExpression(arm.Test, arm.Value, rest))
            : ChooseArm(arms, isTotal, IrType.Int32);
    }

    // The arguments are evaluated once, then the body that was chosen stands in place of the call.
    private IrExpression LowerChosen(IInvocationOperation call, FunctionChoice choice)
    {
        FunctionPlan plan = choice.Plan;
        int[] possible = plan.Assigned is { } assigned ? [.. assigned.At(call.Syntax)] : [.. Enumerable.Range(0, plan.Functions.Length)];
        int[] numbers = [.. possible.Where(n => n >= 0 && IsMade(plan.Functions[n]))];
        switch (numbers)
        {
            case []:
                return Refuse(call, LanguageDiagnostics.Function, "A delegate that is null here");
            case [var only] when possible.Length == 1:
                return LowerAs(call, choice.Symbol, plan.Functions[only]);
        }

        HoldArguments(call, receiver: null);
        if (possible.Contains(FunctionPlan.None))
        {
            RequireKnown(choice.Selector);
        }

        IrExpression result = LowerAlternatives(call, choice.Selector, [.. numbers.Select(n => (n, (Func<IrExpression>)(() => LowerAs(call, choice.Symbol, plan.Functions[n]))))]);
        ReleaseArguments(call);
        return result;
    }

    private IrExpression LowerAs(IInvocationOperation call, ILocalSymbol symbol, KnownFunction function)
    {
        _scope.Functions.Register(symbol, function);
        IrExpression value = LowerInvocation(call);
        _scope.Functions.Forget(symbol);
        return value;
    }

    // A function that keeps a variable which is declared further down is not there yet.
    private bool IsMade(KnownFunction function) =>
        KeptBy(function).All(kept => kept is IMethodSymbol || _scope.PlaceOf(kept) is not null || _scope.Functions.IsKnown(kept));

    // Evaluated once, before it is known which body they are for.
    private IrExpression? HoldArguments(IInvocationOperation call, Func<IrExpression>? receiver)
    {
        OperandSequence operands = new(_scope);
        if (receiver is not null)
        {
            operands.Value(receiver);
        }

        IArgumentOperation[] held = [.. call.Arguments.Where(static a => a.Parameter!.Type.TypeKind != TypeKind.Delegate)];
        foreach (IArgumentOperation argument in held)
        {
            LowerArgument(operands, InlineArgument.Of(argument));
        }

        IrExpression[] values = [.. operands.All];
        int first = receiver is null ? 0 : 1;
        for (int i = first; i < values.Length; i++)
        {
            IArgumentOperation argument = held[i - first];
            _scope.SetValue(argument.Value, values[i] is LocalExpression or ConstantExpression || InlineArgument.Of(argument).IsReference ? values[i] : _scope.Declare(argument.Parameter!.Name, values[i].Type, values[i]));
        }

        return receiver is null ? null : values[0];
    }

    private void ReleaseArguments(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            _scope.ForgetValue(argument.Value);
        }
    }

    // if (selector == 0) { body } else if (selector == 1) … else { body }
    private IrExpression LowerAlternatives(IInvocationOperation call, IrExpression selector, ImmutableArray<(int Number, Func<IrExpression> Lower)> bodies)
    {
        IrType type = TypeMapping.Map(call.Type);
        IrExpression result = type is VoidType ? new ConstantExpression(IrType.Void, 0, "default") : DeclareChoice(type);
        List<EquatableArray<IrStatement>> arms = [];
        foreach ((_, Func<IrExpression> lower) in bodies)
        {
            IrExpression value = result;
            List<IrStatement> body = _scope.Capture(() => value = _scope.Unbind(lower()));
            arms.Add(type is VoidType ? body.ToEquatableArray() : AssignIn((body, value), result));
        }

        EquatableArray<IrStatement> chain = arms[arms.Count - 1];
        for (int i = arms.Count - 2; i >= 0; i--)
        {
            chain = [new IfStatement(selector.IsEqual(ConstantExpression.Integer(bodies[i].Number)), arms[i], chain) { Source = _scope.Source }];
        }

        _scope.Block.AddRange(chain);
        return result;
    }
}
