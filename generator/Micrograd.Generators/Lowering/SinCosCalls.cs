using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// <c>Math.SinCos(x)</c> and its like, whose result is a tuple: each element is a function with a row of its own.
/// </summary>
internal static class SinCosCalls
{
    public static bool IsKnown(CallTarget target) =>
        target.Method is { IsStatic: true, Name: "SinCos" or "SinCosPi", Parameters.Length: 1 } method
        && method.IsFramework()
        && TypeMapping.Map(method.Parameters[0].Type) is { IsFloating: true };

    public static IrExpression Lower(IInvocationOperation call, CallTarget target, ExpressionLowerer expressions, LoweringScope scope)
    {
        IrExpression x = expressions.Lower(call.Arguments[0].Value);
        x = x is LocalExpression or ConstantExpression ? x : scope.Bind(x, "angle");
        return new StructExpression((StructType)TypeMapping.Map(call.Type), [Element(target, x, "Sin"), Element(target, x, "Cos")]);
    }

    // The sine of SinCos has the bits of Sin; SinPi and SinCosPi differ, so there the one function is called for each.
    private static RuleCallExpression Element(CallTarget target, IrExpression x, string name)
    {
        IMethodSymbol method = target.Method;
        ITypeSymbol owner = target.ReceiverType ?? method.ContainingType;
        bool isPlain = method.Name == "SinCos";
        string argument = x.Type is TypeParameterType ? "double" : x.Type.Text;
        string key = x.Type is TypeParameterType ? "double" : TypeSubstitution.Resolve(owner).ToDisplayString();
        string member = isPlain ? name : method.Name;
        return new RuleCallExpression($"{key}.{member}({argument}){(isPlain ? "" : $".{name}Pi")}", $"{TypeMapping.Qualify(owner)}.{member}", [x], x.Type);
    }
}
