using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>Puts the body of a method in place of a call of it.</summary>
internal sealed class InlineLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    // Inside a body that calls what it was given, the same body may be put in place again, as written elsewhere.
    private const int Deepest = 100;

    private readonly List<IMethodSymbol> _active = [];

    public CallChain Chain { get; private set; } = new(scope.Method.OriginalDefinition, TypeArgumentsOf(scope.Method), null);

    public IrExpression Lower(IInvocationOperation call, CallTarget target)
    {
        IMethodSymbol method = target.Method.OriginalDefinition;
        CallChain chain = target.Function?.Chain ?? Chain;
        string typeArguments = TypeArgumentsOf(target.Method);
        if (chain.Contains(method, typeArguments) || chain.Depth > Deepest)
        {
            return expressions.Refuse(call, LanguageDiagnostics.Recursion, method.Name);
        }

        if ((target.Function?.Body ?? MethodBody.Find(method, scope)) is not { } body)
        {
            return expressions.Refuse(call, LanguageDiagnostics.CallNotSupported, method.Name, "a method without a body here");
        }

        if (MethodBody.HasBindingErrors(body))
        {
            return scope.Abandon();
        }

        TypeSubstitution? types = TypeSubstitution.Within(target.Function?.Types ?? TypeSubstitution.Current, () => TypeSubstitution.For(target.Method, scope.Compilation));
        return Put(call.Arguments, target, method, body, types, new CallChain(method, typeArguments, chain));
    }

    /// <summary>The body of a getter.</summary>
    public IrExpression LowerGetter(IOperation reference, CallTarget target)
    {
        IMethodSymbol method = target.Method.OriginalDefinition;
        string typeArguments = TypeArgumentsOf(target.Method);
        if (Chain.Contains(method, typeArguments) || MethodBody.Find(method, scope) is not { } body || CallResolution.WhyNotInlined(target) is not null)
        {
            return expressions.Refuse(reference);
        }

        return Put([], target, method, body, TypeSubstitution.For(target.Method, scope.Compilation), new CallChain(method, typeArguments, Chain));
    }

    private IrExpression Put(ImmutableArray<IArgumentOperation> given, CallTarget target, IMethodSymbol method, IBlockOperation body, TypeSubstitution? types, CallChain chain)
    {
        OperandSequence operands = new(scope);
        if (HasReceiver(method))
        {
            operands.Value(() => LowerReceiver(target));
        }

        KnownFunction?[] functions = [.. given.Select(a => scope.Functions.ForParameter(method.Parameters[a.Parameter!.Ordinal], a.Value, body, Chain, scope.Receiver))];
        for (int i = 0; i < functions.Length; i++)
        {
            AddArgument(operands, given[i], functions[i]);
        }

        IrExpression[] arguments = [.. operands.All.Skip(HasReceiver(method) ? 1 : 0)];
        IrExpression? receiver = HasReceiver(method) ? operands[0] : target.Function is { } function ? function.Receiver : scope.Receiver;
        (CallChain outer, IrExpression? outerReceiver) = (Chain, scope.Receiver);
        Action? restore = _active.Contains(method, SymbolEqualityComparer.Default) ? scope.SavePlaces() : null;
        _active.Add(method);
        try
        {
            return TypeSubstitution.Within(types, () =>
            {
                BindParameters(given, method, body, arguments, functions);
                (Chain, scope.Receiver) = (chain, receiver);
                return LowerBody(method, body);
            });
        }
        finally
        {
            (Chain, scope.Receiver) = (outer, outerReceiver);
            _active.RemoveAt(_active.Count - 1);
            restore?.Invoke();
        }
    }

    private static bool HasReceiver(IMethodSymbol method) => method is { IsStatic: false, MethodKind: not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) };

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
        IrExpression receiver = target.Receiver is IInstanceReferenceOperation && (target.Function?.Receiver ?? scope.Receiver) is { } same ? same : expressions.Lower(target.Receiver!);
        return receiver is LocalExpression ? receiver : scope.Bind(scope.Unbind(receiver), "self");
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

    private void BindParameters(ImmutableArray<IArgumentOperation> given, IMethodSymbol method, IBlockOperation body, IrExpression[] operands, KnownFunction?[] functions)
    {
        HashSet<ISymbol> written = MethodBody.WrittenSymbols(body);
        SideEffects effects = EffectsOnCaller(given, method, operands);
        for (int i = 0; i < given.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[given[i].Parameter!.Ordinal];
            scope.Functions.Forget(parameter);
            if (functions[i] is { } function)
            {
                scope.Functions.Register(parameter, function);
                continue;
            }

            IrExpression value = operands[i];
            bool isUnchanged = value is LocalExpression or ConstantExpression && !written.Contains(parameter) && !effects.Affect(value);
            scope.SetPlace(parameter, IsReference(given[i]) ? Freeze(value, effects)
                : IsDroppedHere(parameter, value) ? DeclareParameter(parameter, Drop(value, given[i]))
                : isUnchanged ? value
                : DeclareParameter(parameter, value));
        }
    }

    // What the callee can change of the caller's: the variables it is given by reference, and any memory. A local function sees them all.
    private static SideEffects EffectsOnCaller(ImmutableArray<IArgumentOperation> given, IMethodSymbol method, IrExpression[] operands)
    {
        if (method is { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction, IsStatic: false })
        {
            return SideEffects.Everything;
        }

        IEnumerable<IrExpression> places = operands.Where((_, i) => given[i].Parameter!.RefKind is RefKind.Ref or RefKind.Out);
        return SideEffects.Of([new OpaqueStatement("", default), .. places.Select(static p => new AssignStatement(p, p))]);
    }

    // A [NoDiff] parameter carries no derivative: a later analysis reports the argument if that loses one.
    private static bool IsDroppedHere(IParameterSymbol parameter, IrExpression value) =>
        value is not ConstantExpression && value.Type.IsFloating && CallResolution.IsNoDiff(parameter);

    private OpaqueExpression Drop(IrExpression value, IArgumentOperation argument) =>
        new("{0}", [scope.Unbind(value)], value.Type) { Site = scope.AddSite(argument.Syntax) };

    private void AddArgument(OperandSequence operands, IArgumentOperation argument, KnownFunction? function)
    {
        if (function is not null)
        {
            operands.Value(static () => new ConstantExpression(IrType.Void, 0, "default"));
            return;
        }

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
