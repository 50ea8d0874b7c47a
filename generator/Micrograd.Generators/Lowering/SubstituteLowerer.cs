using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Lowers what is marked [DifferentiateAs]: the method is called for its value, and the substitute is differentiated in its place.</summary>
internal sealed class SubstituteLowerer(LoweringScope scope, ExpressionLowerer expressions, InlineLowerer inliner)
{
    /// <summary>A call of such a method.</summary>
    public IrExpression Lower(IInvocationOperation call, CallTarget target)
    {
        OperandSequence operands = new(scope);
        if (target.Receiver is not null)
        {
            operands.Value(() => expressions.PairReceiver(target));
        }

        int first = target.Receiver is null ? 0 : 1;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            operands.Value(() => TypeMapping.Map(argument.Parameter!.Type).IsView ? expressions.ToPath(expressions.Lower(argument.Value), "view") : expressions.Lower(argument.Value));
        }

        IrExpression[] arguments = new IrExpression[call.Arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[call.Arguments[i].Parameter!.Ordinal] = operands[first + i];
        }

        return Lower(call.Arguments.Length == 0 ? call.Instance! : call.Arguments[0], target.Method, first == 0 ? null : operands[0], arguments);
    }

    /// <summary>The value of the method with these arguments, and the derivative of its substitute.</summary>
    public IrExpression Lower(IOperation place, IMethodSymbol method, IrExpression? receiver, IReadOnlyList<IrExpression> arguments)
    {
        if (Substitutes.Find(method) is not { } substitute || Substitutes.WhyUnsupported(method) is not null)
        {
            // Said where the attribute stands.
            return scope.Abandon();
        }

        if (!scope.CanName(method.OriginalDefinition))
        {
            return expressions.Refuse(place, LanguageDiagnostics.Inaccessible, method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), scope.Home.Name, HelperHome.WaysOut(null, scope));
        }

        if (Value(method, receiver, arguments) is not { } value)
        {
            return expressions.Refuse(place, DerivativeDiagnostics.RuleNotCallable, method.Name, substitute.Name, "a struct that generated code can neither initialise by its fields nor construct from them");
        }

        IMethodSymbol constructed = substitute.IsGenericMethod ? substitute.ConstructedFrom.Construct([.. method.TypeArguments]) : substitute;
        IrExpression derivative = scope.FindRule(constructed) is { } rule && DerivativeCalls.OfNumbers(constructed, rule) is { } direct
            ? new DerivativeCallExpression(direct, arguments.ToEquatableArray(), value.Type)
            : inliner.Lower(new InlineCall(place, InlineCall.Plain(constructed), [.. constructed.Parameters.Select(p => new InlineArgument(p, place, null, () => arguments[p.Ordinal]))]) { Receiver = receiver is null ? null : () => receiver });
        string name = Identifier.Local(method.Name);
        return scope.Bind(new SubstitutedExpression(value, scope.Unbind(derivative)), name);
    }

    private OpaqueExpression? Value(IMethodSymbol method, IrExpression? receiver, IReadOnlyList<IrExpression> arguments)
    {
        List<IrExpression> operands = [];
        List<string> texts = [];
        string? target = receiver is null ? TypeMapping.Qualify(method.ContainingType) : Text(receiver, method.ContainingType, operands);
        for (int i = 0; i < arguments.Count; i++)
        {
            if (Text(arguments[i], method.Parameters[i].Type, operands) is not { } text)
            {
                return null;
            }

            texts.Add(text);
        }

        return target is null ? null : new OpaqueExpression($"{target}.{Identifier.Escape(method.Name)}({string.Join(", ", texts)})", operands.ToEquatableArray(), TypeMapping.Map(method.ReturnType)) { CarriesNothing = true };
    }

    private string? Text(IrExpression argument, ITypeSymbol type, List<IrExpression> operands)
    {
        string? text = argument is StructExpression whole ? StructText.Of(type, whole.Type, scope)?.Template : "{#0}";
        int i = 0;
        foreach (IrExpression leaf in argument.Leaves())
        {
            text = text?.Replace($"{{#{i++}}}", $"{{{operands.Count}}}");
            operands.Add(leaf);
        }

        return text;
    }
}
