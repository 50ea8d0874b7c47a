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
        if (value is null || symbol.Type is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke } || !CanChoose(invoke) || _scope.Functions.Alternatives(declarator, value, Chain, _scope.Receiver) is not { } functions)
        {
            return false;
        }

        LocalExpression selector = new(_scope.CreateLocal(symbol.Name, IrType.Int32));
        int next = 0;
        IrExpression chosen = Select(value, ref next);
        _scope.Emit(new DeclareStatement(selector.Local, chosen));
        _scope.Functions.Register(new FunctionChoice(symbol, selector, functions));
        return true;
    }

    private static bool CanChoose(IMethodSymbol invoke) =>
        invoke.Parameters.All(static p => p.RefKind == RefKind.None && TypeMapping.Map(p.Type) is ScalarType or OpaqueType && p.Type.TypeKind != TypeKind.Delegate)
        && TypeMapping.Map(invoke.ReturnType) is ScalarType or VoidType;

    private IrExpression Select(IOperation value, ref int next)
    {
        if (LocalFunctions.Peeled(value) is ISwitchExpressionOperation cases)
        {
            return SelectCase(cases, ref next);
        }

        if (LocalFunctions.Peeled(value) is not IConditionalOperation { WhenFalse: { } whenFalse } choice)
        {
            return ConstantExpression.Integer(next++);
        }

        IrExpression condition = _scope.Unbind(Lower(choice.Condition));
        int number = next;
        IrExpression first = ConstantExpression.Integer(0), second = first;
        List<IrStatement> then = _scope.Capture(() => first = Select(choice.WhenTrue, ref number));
        List<IrStatement> otherwise = _scope.Capture(() => second = Select(whenFalse, ref number));
        next = number;
        if (then.Count + otherwise.Count == 0)
        {
            return new ConditionalExpression(condition, first, second);
        }

        IrExpression selected = DeclareChoice(IrType.Int32);
        _scope.Emit(new IfStatement(condition, AssignIn((then, first), selected), AssignIn((otherwise, second), selected)));
        return selected;
    }

    private IrExpression SelectCase(ISwitchExpressionOperation cases, ref int next)
    {
        PatternLowerer patterns = new(_scope, this);
        IrExpression[] subject = patterns.LowerSubject(cases.Value);
        List<(IrExpression Test, List<IrStatement> Block, IrExpression Value)> arms = [];
        foreach (ISwitchExpressionArmOperation arm in cases.Arms)
        {
            int number = next;
            IrExpression test = patterns.Guarded(patterns.Test(arm.Pattern, subject), arm.Guard), chosen = test;
            List<IrStatement> block = _scope.Capture(() => chosen = Select(arm.Value, ref number));
            next = number;
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
        HoldArguments(call, receiver: null);
        IrExpression result = LowerAlternatives(call, choice.Selector, [.. choice.Functions.Select(function => (Func<IrExpression>)(() =>
        {
            _scope.Functions.Register(choice.Symbol, function);
            IrExpression value = LowerInvocation(call);
            _scope.Functions.Forget(choice.Symbol);
            return value;
        }))]);
        ReleaseArguments(call);
        return result;
    }

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
    private IrExpression LowerAlternatives(IInvocationOperation call, IrExpression selector, ImmutableArray<Func<IrExpression>> bodies)
    {
        IrType type = TypeMapping.Map(call.Type);
        IrExpression result = type is VoidType ? new ConstantExpression(IrType.Void, 0, "default") : DeclareChoice(type);
        List<EquatableArray<IrStatement>> arms = [];
        foreach (Func<IrExpression> lower in bodies)
        {
            IrExpression value = result;
            List<IrStatement> body = _scope.Capture(() => value = _scope.Unbind(lower()));
            arms.Add(type is VoidType ? body.ToEquatableArray() : AssignIn((body, value), result));
        }

        EquatableArray<IrStatement> chain = arms[arms.Count - 1];
        for (int i = arms.Count - 2; i >= 0; i--)
        {
            chain = [new IfStatement(selector.IsEqual(ConstantExpression.Integer(i)), arms[i], chain) { Source = _scope.Source }];
        }

        _scope.Block.AddRange(chain);
        return result;
    }
}
