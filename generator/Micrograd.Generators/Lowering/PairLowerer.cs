using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Lowers a call whose body cannot be put in its place, because it stands in it: the method is called through its pair.</summary>
internal sealed class PairLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    public IrExpression Lower(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod.OriginalDefinition;
        if (!CanPair(method) || MethodBody.Find(method, scope) is not { } body)
        {
            return expressions.Refuse(call, LanguageDiagnostics.Recursion, method.Name);
        }

        if (MethodBody.HasErrors(body, scope))
        {
            return scope.Abandon();
        }

        string key = method.GetDocumentationCommentId() ?? method.ToDisplayString();
        PairTarget target = scope.Pairs.Find(key) ?? LowerMethod(key, method, body);
        return Call(method, new PairCallExpression(target, expressions.OrderedArguments(call.Arguments).ToEquatableArray(), TypeMapping.Map(method.ReturnType)));
    }

    private IrExpression Call(IMethodSymbol method, PairCallExpression pair)
    {
        if (method.ReturnsVoid)
        {
            scope.Emit(new CallStatement(pair));
            return new ConstantExpression(IrType.Void, 0, "default");
        }

        IrLocal result = scope.CreateLocal(char.ToLowerInvariant(method.Name[0]) + method.Name.Substring(1), pair.Type);
        scope.Emit(new DeclareStatement(result, pair));
        return new LocalExpression(result);
    }

    private PairTarget LowerMethod(string key, IMethodSymbol method, IBlockOperation body)
    {
        IrParameter[] parameters = [.. method.Parameters.Select(static (p, i) => Parameter(p, i))];
        PairTarget target = scope.Pairs.Add(
            key,
            method.Name,
            $"{TypeMapping.Qualify(method.ContainingType)}.{method.Name}",
            parameters.Select(static p => new PairParameter(p.Local.Type, p.Role == ParameterRole.Independent)).ToEquatableArray());
        MethodSignature signature = scope.Signature with { Name = method.Name, Parameters = parameters.ToEquatableArray(), ReturnType = TypeMapping.Map(method.ReturnType), State = null };
        LoweringScope inner = scope.ForPair(method, signature);
        for (int i = 0; i < parameters.Length; i++)
        {
            inner.SetPlace(method.Parameters[i], new LocalExpression(parameters[i].Local));
        }

        new StatementLowerer(inner, new ExpressionLowerer(inner)).LowerAll(body.Operations);
        if (inner.HasFailed)
        {
            scope.Abandon();
        }

        scope.Pairs.AddLowered(target, new MethodIr(signature, inner.Body) { NextLocalId = inner.NextLocalId });
        return target;
    }

    private static IrParameter Parameter(IParameterSymbol parameter, int index)
    {
        IrType type = TypeMapping.Map(parameter.Type);
        ParameterRole role = type.IsDifferentiable && !CallResolution.IsNoDiff(parameter) ? ParameterRole.Independent : ParameterRole.Constant;
        return new IrParameter(new IrLocal(index, parameter.Name, type), role, ParameterMode.Value, type.Text);
    }

    private static bool CanPair(IMethodSymbol method) =>
        method is { IsStatic: true, IsGenericMethod: false, ContainingType.IsGenericType: false, MethodKind: MethodKind.Ordinary, ReturnsByRef: false, ReturnsByRefReadonly: false, IsAsync: false }
        && TypeMapping.Map(method.ReturnType) is ScalarType or VoidType
        && method.Parameters.All(static p => p.RefKind == RefKind.None && TypeMapping.Map(p.Type) is ScalarType or ArrayType { Rank: 1, Element: ScalarType } or SpanType { Element: ScalarType } or OpaqueType);
}
