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

    // The arguments are evaluated once, then the body that was chosen stands in place of the call.
    private IrExpression LowerChosen(IInvocationOperation call, FunctionChoice choice)
    {
        OperandSequence arguments = new(_scope);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            arguments.Value(() => Lower(argument.Value));
        }

        IrExpression[] values = [.. arguments.All];
        for (int i = 0; i < values.Length; i++)
        {
            _scope.SetValue(call.Arguments[i].Value, values[i] is LocalExpression or ConstantExpression ? values[i] : _scope.Bind(values[i], call.Arguments[i].Parameter!.Name));
        }

        IrType type = TypeMapping.Map(call.Type);
        IrExpression result = type is VoidType ? new ConstantExpression(IrType.Void, 0, "default") : DeclareChoice(type);
        List<EquatableArray<IrStatement>> arms = [];
        foreach (KnownFunction function in choice.Functions)
        {
            _scope.Functions.Register(choice.Symbol, function);
            IrExpression value = result;
            List<IrStatement> body = _scope.Capture(() => value = _scope.Unbind(LowerInvocation(call)));
            arms.Add(type is VoidType ? body.ToEquatableArray() : AssignIn((body, value), result));
            _scope.Functions.Forget(choice.Symbol);
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            _scope.ForgetValue(argument.Value);
        }

        EquatableArray<IrStatement> chain = arms[arms.Count - 1];
        for (int i = arms.Count - 2; i >= 0; i--)
        {
            chain = [new IfStatement(choice.Selector.IsEqual(ConstantExpression.Integer(i)), arms[i], chain) { Source = _scope.Source }];
        }

        _scope.Block.AddRange(chain);
        return result;
    }
}
