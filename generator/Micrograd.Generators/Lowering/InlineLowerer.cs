using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Puts the body of a method in place of a call of it.</summary>
internal sealed class InlineLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    // Inside a body that calls what it was given, the same body may be put in place again, as written elsewhere.
    private const int Deepest = 100;

    // Lambdas that call each other through locals that are given other functions later.
    private const int DeepestLambda = 8;

    private readonly List<IMethodSymbol> _active = [];
    private readonly InlineEffects _effects = new(scope);

    public CallChain Chain { get; private set; } = new(scope.Method.OriginalDefinition, TypeArgumentsOf(scope.Method), null);

    public IrExpression Lower(InlineCall call)
    {
        CallTarget target = call.Target;
        IMethodSymbol method = target.Method.OriginalDefinition;
        CallChain chain = target.Function?.Chain ?? Chain;
        string typeArguments = TypeArgumentsOf(target.Method);
        if (chain.Contains(method, typeArguments) || chain.Depth > Deepest || (target.Function is not null && _active.Count(m => SymbolEqualityComparer.Default.Equals(m, method)) > DeepestLambda))
        {
            return call is { Operation: IInvocationOperation invocation, Target.Function: null }
                ? new PairLowerer(scope, expressions).Lower(invocation, target, call.Receiver)
                : expressions.Refuse(call.Operation, LanguageDiagnostics.Recursion, method.Name, PairObstacle.NoMethod);
        }

        // In a body that stands there for the same virtual call, every class would stand in every other one, in every order.
        if (chain.ContainsAny(call.Alternatives) && call.Operation is IInvocationOperation nested && new PairLowerer(scope, expressions) is var pairs && pairs.CanLower(target))
        {
            return pairs.Lower(nested, target, call.Receiver);
        }

        if (CallResolution.WhyNotInlined(target) is { } reason)
        {
            return expressions.Refuse(call.Operation, LanguageDiagnostics.CallNotSupported, method.Name, reason);
        }

        if (StructEquality.IsSynthesized(method))
        {
            return new StructEquality(scope, expressions, this, call.Operation).Lower(call.Receiver is null && HasReceiver(method) ? call with { Receiver = () => LowerReceiver(target) } : call);
        }

        if ((target.Function?.Body ?? MethodBody.Find(method, scope)) is not { } body)
        {
            return expressions.Refuse(call.Operation, LanguageDiagnostics.CallNotSupported, method.Name, "a method without a body here");
        }

        TypeSubstitution? types = TypeSubstitution.Within(target.Function?.Types ?? TypeSubstitution.Current, () => TypeSubstitution.For(target.Method, scope.Compilation));
        if (TypeSubstitution.Within(types, () => BodyErrors.Any(body, scope)))
        {
            return scope.Abandon();
        }

        if (call is { Operation: IInvocationOperation distant, Target.Function: null } && HelperHome.Of(target.Method, body, scope) is not null
            && new PairLowerer(scope, expressions) is var elsewhere && elsewhere.CanLower(target))
        {
            return elsewhere.Lower(distant, target, call.Receiver);
        }

        IrExpression result = Put(call, method, body, types, new CallChain(method, typeArguments, chain));
        return CallResolution.GivesConstant(target, call.Operation) ? scope.DeclareConstant(NameOfResult(method), result) : result;
    }

    /// <summary>Lowers what belongs to a method besides its body, such as the initialisers that a constructor runs.</summary>
    public void InBody(IMethodSymbol method, IrExpression receiver, Action lower)
    {
        (IrExpression? outerReceiver, IrExpression? outerInitialized) = (scope.Receiver, scope.Initialized);
        (scope.Receiver, scope.Initialized) = (receiver, null);
        TypeSubstitution.Within(TypeSubstitution.For(method, scope.Compilation), () =>
        {
            lower();
            return true;
        });
        (scope.Receiver, scope.Initialized) = (outerReceiver, outerInitialized);
    }

    private IrExpression Put(InlineCall call, IMethodSymbol method, IBlockOperation body, TypeSubstitution? types, CallChain chain)
    {
        CallTarget target = call.Target;
        OperandSequence operands = new(scope);
        bool isVariable = call.Receiver is not null || expressions.IsCalledOnVariable(target);
        if (HasReceiver(method))
        {
            operands.Receiver(call.Receiver ?? (() => LowerReceiver(target)), isVariable);
        }

        KnownFunction?[] functions = [.. call.Arguments.Select(a => a.Value is null ? null : scope.Functions.ForParameter(ExtensionMembers.Parameter(method, a), a.Value, body, Chain, scope.Receiver))];
        for (int i = 0; i < functions.Length; i++)
        {
            AddArgument(operands, call.Arguments[i], functions[i]);
        }

        IrExpression[] arguments = [.. operands.All.Skip(HasReceiver(method) ? 1 : 0)];
        IrExpression? receiver = HasReceiver(method) ? operands[0] : target.Function is { } function ? function.Receiver : scope.Receiver;
        (CallChain outer, IrExpression? outerReceiver, IrExpression? outerInitialized, ITypeSymbol? outerType) = (Chain, scope.Receiver, scope.Initialized, scope.ReceiverType);
        Action? restore = _active.Any(m => SymbolEqualityComparer.Default.Equals(ExtensionMembers.OwnerOfVariables(m), ExtensionMembers.OwnerOfVariables(method))) ? scope.SavePlaces() : null;
        _active.Add(method);
        try
        {
            return TypeSubstitution.Within(types, () =>
            {
                SideEffects effects = BindParameters(call, method, body, HasReceiver(method) ? receiver : null, arguments, functions);
                (Chain, scope.Receiver, scope.Initialized) = (chain, receiver is null || !HasReceiver(method) ? receiver : _effects.FreezeReceiver(receiver, method, isVariable, effects), null);
                scope.ReceiverType = HasReceiver(method) ? target.ReceiverType : outerType;
                call.First?.Invoke();
                return LowerBody(method, body);
            });
        }
        finally
        {
            (Chain, scope.Receiver, scope.Initialized, scope.ReceiverType) = (outer, outerReceiver, outerInitialized, outerType);
            _active.RemoveAt(_active.Count - 1);
            restore?.Invoke();
        }
    }

    private static bool HasReceiver(IMethodSymbol method) => method is { IsStatic: false, MethodKind: not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) } && !ExtensionMembers.IsMember(method);

    private static string TypeArgumentsOf(IMethodSymbol method)
    {
        List<string> arguments = [.. method.TypeArguments.Select(static a => a.ToDisplayString())];
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            arguments.AddRange(type.TypeArguments.Select(static a => a.ToDisplayString()));
        }

        return string.Join(", ", arguments);
    }

    // A variable is worked on itself, as a struct's method may change it; of everything else, the value.
    private IrExpression LowerReceiver(CallTarget target)
    {
        if (target.Receiver is IInstanceReferenceOperation && (target.Function?.Receiver ?? scope.Receiver) is { } same)
        {
            return target.Function is null && ExpressionLowerer.IsCopied(target.Receiver, target.Method) ? scope.Declare("copy", same.Type, same) : same;
        }

        if (TypeMapping.Map(target.Receiver!.Type) is StructType)
        {
            return expressions.LowerReceiver(target.Receiver, target.Method);
        }

        bool changes = TypeMapping.Map(target.Receiver.Type) is OpaqueType { IsMutableValue: true } && !target.Method.IsReadOnly;
        if (changes && expressions.LowerVariable(target.Receiver) is { } variable)
        {
            return variable;
        }

        expressions.RefusesSelf(target.Receiver);
        IrExpression receiver = expressions.Lower(target.Receiver);
        return receiver is LocalExpression ? receiver : scope.Bind(scope.Unbind(receiver), "self");
    }

    private IrExpression LowerBody(IMethodSymbol method, IBlockOperation body)
    {
        StatementLowerer statements = new(scope, expressions);
        if (MethodBody.SingleReturn(body) is { } only)
        {
            statements.LowerAll(body.Operations.Where(statement => statement != only));
            return method.ReturnsByRef || method.ReturnsByRefReadonly
                ? References.Freeze(expressions.LowerPlace(only.ReturnedValue!) ?? new ConstantExpression(TypeMapping.Map(method.ReturnType), 0, "default"), NameOfResult(method), scope)
                : statements.LowerValue(only);
        }

        IrType type = TypeMapping.Map(method.ReturnType);
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            scope.Report(LanguageDiagnostics.RefLocal, body.Syntax, "reference returned");
        }
        else if (type is SpanType)
        {
            scope.Report(LanguageDiagnostics.ViewChosenByStatements, body.Syntax);
        }

        type = type is ArrayType { Rank: > 1, Element.IsFloating: true } grid ? ExpressionLowerer.GridType(grid) : type;
        IrExpression? result = method.ReturnsVoid ? null : scope.Declare(NameOfResult(method), type, null);
        statements.StructResult = result as StructExpression;
        List<IrStatement> inner = scope.Capture(() => statements.LowerAll(body.Operations));
        bool leavesEarly = MethodBody.OwnOperations(body).Any(static o => o is IReturnOperation);
        if (leavesEarly)
        {
            scope.Emit(new InlineStatement(inner.ToEquatableArray(), (result as LocalExpression)?.Local));
        }
        else
        {
            scope.Block.AddRange(inner);
        }

        return result ?? new ConstantExpression(IrType.Void, 0, "default");
    }

    private static string NameOfResult(IMethodSymbol method)
    {
        string name = method.AssociatedSymbol?.Name ?? (method.MethodKind is MethodKind.UserDefinedOperator or MethodKind.Conversion ? method.Name.Substring("op_".Length) : method.Name);
        return name == "this[]" ? "result" : Identifier.Local(name, "result");
    }

    private SideEffects BindParameters(InlineCall call, IMethodSymbol method, IBlockOperation body, IrExpression? receiver, IrExpression[] operands, KnownFunction?[] functions)
    {
        HashSet<ISymbol> written = _effects.Written(body);
        SideEffects effects = _effects.Of(call, method, body, receiver, operands, functions);
        for (int i = 0; i < call.Arguments.Length; i++)
        {
            InlineArgument argument = call.Arguments[i];
            IParameterSymbol parameter = ExtensionMembers.Parameter(method, argument);
            scope.Functions.Forget(parameter);
            if (functions[i] is { } function)
            {
                scope.Functions.Register(parameter, function);
                continue;
            }

            _ = expressions.MayBeSelf(argument.Value) ? scope.DoubtfulSelves.Add(parameter) : scope.DoubtfulSelves.Remove(parameter);
            IrExpression value = operands[i];
            scope.SetPlace(parameter, argument.IsReference ? _effects.Freeze(value, effects)
                : value.Type is { IsView: true, IsDifferentiable: true } && CallResolution.IsNoDiff(parameter) ? scope.Declare(parameter.Name, TypeMapping.Map(parameter.Type), scope.ConstantView(expressions.ToPath(value, parameter.Name)))
                : IsDroppedHere(parameter, value) ? scope.Declare(parameter.Name, value.Type, value.MapLeaves(v => v.Type.IsFloating ? Drop(v, argument) : v))
                : InlineEffects.AreExcluded(value, effects) && !written.Contains(parameter) ? value
                : scope.Declare(parameter.Name, TypeMapping.Map(parameter.Type), value));
        }

        return effects;
    }

    // A [NoDiff] parameter carries no derivative: a later analysis reports the argument if that loses one.
    private static bool IsDroppedHere(IParameterSymbol parameter, IrExpression value) =>
        value is not ConstantExpression && (value.Type.IsFloating || value is StructExpression) && CallResolution.IsNoDiff(parameter);

    private IrExpression Drop(IrExpression value, InlineArgument argument) =>
        value is ConstantExpression ? value : new OpaqueExpression("{0}", [scope.Unbind(value)], value.Type) { Site = scope.AddSite(argument.Operation.Syntax) };

    private void AddArgument(OperandSequence operands, InlineArgument argument, KnownFunction? function)
    {
        if (function is not null)
        {
            operands.Value(static () => new ConstantExpression(IrType.Void, 0, "default"));
            return;
        }

        if (argument.Value is null)
        {
            _ = argument.IsPlace ? operands.Place(argument.Compute!) : operands.Value(argument.Compute!);
            return;
        }

        expressions.LowerArgument(operands, argument);
    }
}
