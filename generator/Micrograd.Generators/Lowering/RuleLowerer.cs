using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Lowers a call of a method with a hand-written rule that takes more than numbers: memory, structs, variables by reference, an
/// instance. The method and its rule become the halves of a pair. A generated <c>FBackward</c> is such a rule.
/// </summary>
internal sealed class RuleLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    public IrExpression Lower(IInvocationOperation call, CallTarget target, BackwardMethod rule)
    {
        IMethodSymbol method = target.Method;
        bool isOwn = target.Receiver is IInstanceReferenceOperation && scope.Self is { } self && self.Equals(scope.Receiver);
        if (PairShape.Of(method, changesReceiver: false, isOwn ? [] : null) is not { } shape)
        {
            return expressions.Refuse(call, DerivativeDiagnostics.RuleNotCallable, method.Name, rule.Method.Name, "a parameter or result that is neither a number, an array or span of numbers, a struct nor an object");
        }

        if (MayChangeReceiver(method))
        {
            return expressions.Refuse(call, DerivativeDiagnostics.RuleNotCallable, method.Name, rule.Method.Name, "an instance of a struct that the method changes");
        }

        string key = $"rule {PairRegistry.KeyOf(method)}{(isOwn ? " of the instance" : "")}";
        if (scope.Pairs.Find(key, scope.Home) is null)
        {
            if (Arguments(method, rule, shape) is not { } arguments)
            {
                return expressions.Refuse(call, DerivativeDiagnostics.RuleNotCallable, method.Name, rule.Method.Name, "a struct that is passed by reference or held in an array, or that can neither be initialised by its fields nor constructed from them");
            }

            Register(key, method, rule, shape, arguments);
        }

        return new PairArguments(scope, expressions) { CallsElsewhere = rule.IsGenerated }.Call(call, target, shape, scope.Pairs.Find(key, scope.Home)!);
    }

    private bool MayChangeReceiver(IMethodSymbol method) => !method.IsStatic && method.ContainingType.IsValueType
        && (MethodBody.Find(method.OriginalDefinition, scope) is { } body ? ReceiverChanges.In(method, body) : !method.IsReadOnly && !method.ContainingType.IsReadOnly);

    private void Register(string key, IMethodSymbol method, BackwardMethod rule, PairShape shape, (RuleArgument[] Given, RuleArgument? Result) arguments)
    {
        // What the rule declares to be zero is a constant for the pair.
        HashSet<int> constant = [.. arguments.Given.Where(static a => !a.HasDerivative).SelectMany(static a => a.Leaves).Select(static l => l.Parameter)];
        IrParameter[] parameters = [.. Taken(rule, shape).Select((p, i) => constant.Contains(i) ? p with { Role = ParameterRole.Constant } : p)];
        HashSet<int> arrays = [.. shape.Parameters.Select((p, i) => p.Local.Type is ArrayType && parameters[i].Local.Type is SpanType ? i : -1).Where(static i => i >= 0)];

        // A rule says that the others are zero; a generated method has merely no derivative for them.
        HashSet<int> leftOut = rule.IsGenerated ? [.. constant.Where(i => shape.Parameters.ElementAt(i).Role == ParameterRole.Independent)] : [];
        PairTarget target = scope.Pairs.Add(key, scope.Marked.ContainingType, method.Name, shape.IsPlain && arrays.Count == 0 ? $"{TypeMapping.Qualify(method.ContainingType)}.{Name(method)}" : null, parameters, leftOut, changesState: rule.IsGenerated && GeneratedPairs.MayChangeState(method));
        MethodSignature signature = scope.Signature with { Name = method.Name, Parameters = parameters.ToEquatableArray(), ReturnType = shape.ReturnType, State = null };
        MethodIr lowered = RuleValue.Of(signature, arrays, arguments.Given, arguments.Result, method.IsStatic ? TypeMapping.Qualify(method.ContainingType) : null, Name(method));
        scope.Pairs.AddLowered(new PairedMethod(target, lowered)
        {
            Rule = new HandWrittenRule(CallOf(rule.Method, rule), arguments.Given.ToEquatableArray(), arguments.Result)
            {
                IsGenerated = rule.IsGenerated,
                Forward = rule.Pair is { } pair ? CallOf(pair.Forward, rule) : null,
                Written = Written(method, rule, shape).ToEquatableArray(),
            },
        });
    }

    // A pair that was compiled takes memory as spans, which say whether it writes there.
    private static IEnumerable<IrParameter> Taken(BackwardMethod rule, PairShape shape)
    {
        int first = FirstParameter(shape);
        return shape.Parameters.Select((parameter, i) => rule.Pair is { } pair && i >= first && parameter.Local.Type.IsView && TypeMapping.Map(pair.Forward.Parameters[i - first].Type) is var type
            ? parameter with { Local = parameter.Local with { Type = type }, TypeText = type.Text }
            : parameter);
    }

    // A receiver's leaves stand before those of the parameters.
    private static int FirstParameter(PairShape shape) => shape.Receiver?.Leaves.Length ?? 0;

    // Behind a point, a member of the instance.
    private static string CallOf(IMethodSymbol derivative, BackwardMethod rule) =>
        $"{(rule.IsGenerated && !derivative.IsStatic ? "" : TypeMapping.Qualify(derivative.ContainingType))}.{(rule.Pair is null ? Name(derivative) : FullName(derivative))}";

    // Both halves of a pair are called from methods with the same type parameters.
    private static string FullName(IMethodSymbol method) =>
        method.Arity == 0 ? Identifier.Escape(method.Name) : $"{Identifier.Escape(method.Name)}<{string.Join(", ", method.TypeArguments.Select(TypeMapping.Qualify))}>";

    // Type arguments that are type parameters are left to inference: on the tape they stand for double.
    private static string Name(IMethodSymbol method) =>
        method.TypeArguments.Any(static t => TypeSubstitution.Resolve(t) is ITypeParameterSymbol) ? Identifier.Escape(method.Name) : FullName(method);

    private (RuleArgument[] Given, RuleArgument? Result)? Arguments(IMethodSymbol method, BackwardMethod rule, PairShape shape)
    {
        int next = 0, index = 0;
        List<RuleArgument> given = [];
        foreach (PairPart part in shape.Parts)
        {
            bool isResult = part == shape.Result;
            ITypeSymbol type = isResult ? method.ReturnType : part.Symbol is IParameterSymbol parameter ? parameter.Type : method.ContainingType;
            bool carries = part.Leaves.Any(static l => l.Role == ParameterRole.Independent) && (isResult || rule.Derivatives[index]);
            if (StructText.Of(type, part.Type, scope) is not { } text || (rule.Pair is null && part.PassesBack && !isResult && part.Leaves.Length != 1))
            {
                return null;
            }

            int first = next;
            RuleLeaf[] leaves = [.. text.Paths.Select((path, i) => new RuleLeaf(first + i, path))];
            next += leaves.Length;
            string modifier = isResult ? "" : part.RefKind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", _ => "" };
            given.Add(new RuleArgument(modifier, part.Type is StructType ? new OpaqueType(part.Type.Text) : part.Type, text.Template, leaves.ToEquatableArray(), carries));
            index++;
        }

        return shape.Result is null ? ([.. given], null) : ([.. given.Take(given.Count - 1)], given[given.Count - 1]);
    }

    // What a pair writes its signature says. Otherwise nobody but the method itself can say whether it stores into an array; a span that can be stored to is taken to be.
    private IEnumerable<int> Written(IMethodSymbol method, BackwardMethod rule, PairShape shape)
    {
        if (rule.Pair is { } pair)
        {
            return pair.Written.Select((isWritten, i) => isWritten ? FirstParameter(shape) + i : -1).Where(static i => i >= 0);
        }

        return WrittenByRule(method, shape);
    }

    private IEnumerable<int> WrittenByRule(IMethodSymbol method, PairShape shape)
    {
        int index = 0;
        IBlockOperation? body = MethodBody.Find(method.OriginalDefinition, scope);
        foreach (PairPart part in shape.Parts)
        {
            foreach (IrParameter leaf in part.Leaves)
            {
                bool isReadOnly = leaf.Local.Type is not ArrayType and not SpanType { IsReadOnly: false }
                    || (leaf.Local.Type is ArrayType && part.Symbol is IParameterSymbol parameter && body is not null && MethodBody.OnlyReads(body, method.OriginalDefinition.Parameters[parameter.Ordinal]));
                if (!isReadOnly)
                {
                    yield return index;
                }

                index++;
            }
        }
    }
}
