using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>Puts the body of a method in place of a call of it.</summary>
internal sealed class InlineLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    // Struct strategies that hold one another are written that deep by nobody; types that grow with each call are.
    private const int Deepest = 100;

    private readonly List<IMethodSymbol> _active = [];

    /// <summary>The bodies that the code being lowered stands in.</summary>
    public CallChain Chain { get; private set; } = CallChain.Of(scope.Method, null);

    public IrExpression Lower(InlineCall call)
    {
        IMethodSymbol method = call.Method.OriginalDefinition;
        CallChain outer = call.Function?.Chain ?? Chain;
        CallChain chain = CallChain.Of(call.Method, outer);
        if (outer.Contains(chain) || outer.Depth > Deepest)
        {
            return call is { Operation: IInvocationOperation invocation, Function: null } && TypeSubstitution.Current is null
                ? new PairLowerer(scope, expressions).Lower(invocation)
                : expressions.Refuse(call.Operation, LanguageDiagnostics.Recursion, method.Name);
        }

        if ((call.Function?.Body ?? MethodBody.Find(method, scope)) is not { } body)
        {
            return expressions.Refuse(call.Operation, LanguageDiagnostics.CallNotSupported, method.Name, "a method without a body here");
        }

        if (MethodBody.HasBindingErrors(body))
        {
            return scope.Abandon();
        }

        TypeSubstitution? types = TypeSubstitution.Within(call.Function?.Types ?? TypeSubstitution.Current, () => TypeSubstitution.For(call.Method, scope.Compilation));
        KnownFunction?[] functions = [.. call.Arguments.Select(a => a.Value is { } value ? scope.Functions.ForParameter(method.Parameters[a.Parameter.Ordinal], value, body, Chain, scope.This) : null)];
        OperandSequence operands = Evaluate(call, functions);

        // Where the body is put in place within itself, its symbols mean what they meant before when it is done.
        Action? restore = _active.Contains(method, SymbolEqualityComparer.Default) ? scope.SavePlaces() : null;
        IrExpression result = TypeSubstitution.Within(types, () =>
        {
            IrExpression? receiver = BindParameters(call, method, body, operands, functions) ?? (call.Function is { } function ? function.Receiver : scope.This);
            return InBody(method, receiver, () =>
            {
                call.First?.Invoke();
                return LowerBody(method, body);
            }, chain);
        });
        restore?.Invoke();
        return result;
    }

    /// <summary>Lowers what belongs to a method's body: with its <c>this</c>, and a call of itself in it being a recursion.</summary>
    public T InBody<T>(IMethodSymbol method, IrExpression? receiver, Func<T> lower, CallChain? chain = null)
    {
        (IrExpression? outer, IrExpression? initialized, CallChain outerChain) = (scope.This, scope.Initialized, Chain);
        _active.Add(method.OriginalDefinition);
        (scope.This, scope.Initialized, Chain) = (receiver, null, chain ?? CallChain.Of(method, Chain));
        try
        {
            return lower();
        }
        finally
        {
            (scope.This, scope.Initialized, Chain) = (outer, initialized, outerChain);
            _active.RemoveAt(_active.Count - 1);
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
        return name.Length == 0 || name == "this[]" ? "result" : char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    private OperandSequence Evaluate(InlineCall call, KnownFunction?[] functions)
    {
        OperandSequence operands = new(scope);
        if (call.Receiver is { } receiver)
        {
            operands.Place(receiver);
        }

        for (int i = 0; i < functions.Length; i++)
        {
            if (functions[i] is null)
            {
                AddArgument(operands, call.Arguments[i]);
            }
            else
            {
                operands.Value(static () => new ConstantExpression(IrType.Void, 0, "default"));
            }
        }

        return operands;
    }

    private IrExpression? BindParameters(InlineCall call, IMethodSymbol method, IBlockOperation body, OperandSequence operands, KnownFunction?[] functions)
    {
        int first = call.Receiver is null ? 0 : 1;
        HashSet<ISymbol> written = MethodBody.WrittenSymbols(body);
        SideEffects effects = EffectsOnCaller(call, method, first == 1 ? operands[0] : null, [.. operands.All.Skip(first)]);
        for (int i = 0; i < call.Arguments.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[call.Arguments[i].Parameter.Ordinal];
            IrExpression value = operands[first + i];
            scope.Functions.Forget(parameter);
            if (functions[i] is { } function)
            {
                scope.Functions.Register(parameter, function);
                continue;
            }

            scope.SetPlace(parameter, call.Arguments[i].IsReference ? Freeze(value, effects)
                : IsDroppedHere(parameter, value) ? scope.Declare(parameter.Name, value.Type, value.MapLeaves(v => v.Type.IsFloating ? Drop(v, call.Arguments[i]) : v))
                : IsUnchanged(value, effects) && !written.Contains(parameter) ? value
                : scope.Declare(parameter.Name, TypeMapping.Map(parameter.Type), value));
        }

        return first == 1 ? Freeze(operands[0], effects) : null;
    }

    private static bool IsUnchanged(IrExpression value, SideEffects effects) =>
        value.Leaves().All(v => v is LocalExpression or ConstantExpression && !effects.Affect(v));

    // What the callee can change of the caller's: the variables it is given by reference, and any memory. A local function sees them all.
    private static SideEffects EffectsOnCaller(InlineCall call, IMethodSymbol method, IrExpression? receiver, IrExpression[] arguments)
    {
        if (method is { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction, IsStatic: false } )
        {
            return SideEffects.Everything;
        }

        bool isUnchanged = receiver is null || method.IsReadOnly || method.ContainingType.IsReadOnly;
        IEnumerable<IrExpression> places = (isUnchanged ? [] : receiver!.Leaves()).Concat(arguments.Where((_, i) => call.Arguments[i].Parameter.RefKind is RefKind.Ref or RefKind.Out).SelectMany(static p => p.Leaves()));
        return SideEffects.Of([new OpaqueStatement("", default), .. places.Select(static p => new AssignStatement(p, p))]);
    }

    // A [NoDiff] parameter carries no derivative: a later analysis reports the argument if that loses one.
    private static bool IsDroppedHere(IParameterSymbol parameter, IrExpression value) =>
        value is not ConstantExpression && (value.Type.IsFloating || value is StructExpression) && CallResolution.IsNoDiff(parameter);

    private IrExpression Drop(IrExpression value, InlineArgument argument) =>
        value is ConstantExpression ? value : new OpaqueExpression("{0}", [scope.Unbind(value)], value.Type) { Site = scope.AddSite(argument.Operation.Syntax) };

    private void AddArgument(OperandSequence operands, InlineArgument argument)
    {
        if (argument.Value is null)
        {
            _ = argument.IsPlace ? operands.Place(argument.Compute!) : operands.Value(argument.Compute!);
            return;
        }

        bool isView = TypeMapping.Map(argument.Parameter.Type).IsView;
        if (isView && argument.Parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            operands.Value(() => expressions.Refuse(argument.Operation, LanguageDiagnostics.ArrayByReference, StatementText.Of(argument.Operation.Syntax)));
        }
        else if (isView || !argument.IsReference)
        {
            operands.Value(() => expressions.Lower(argument.Value));
        }
        else
        {
            operands.Place(() => expressions.LowerPlace(argument.Value) ?? StructValues.Zero(TypeMapping.Map(argument.Parameter.Type)));
        }
    }

    // A reference to an element stays on that element, whatever the callee does to the index's variables.
    private IrExpression Freeze(IrExpression place, SideEffects effects)
    {
        Dictionary<IrExpression, IrExpression> frozen = [];
        return place.MapLeaves(FreezeLeaf);

        IrExpression FreezeLeaf(IrExpression leaf) => leaf switch
        {
            ElementExpression element => element with { Indices = [.. element.Indices.Select(FreezeIndex)] },
            FieldExpression field => field with { Target = FreezeLeaf(field.Target) },
            _ => leaf,
        };

        IrExpression FreezeIndex(IrExpression index)
        {
            if (!effects.Affect(index))
            {
                return index;
            }

            return frozen.TryGetValue(index, out IrExpression? known) ? known : frozen[index] = scope.Bind(index, "index");
        }
    }
}
