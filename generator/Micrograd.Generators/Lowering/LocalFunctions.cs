using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Delegate locals and parameters whose target is known: set once, to a lambda or a method, and never used but to be called, or
/// handed to a method that only calls them.
/// </summary>
internal sealed class LocalFunctions
{
    private readonly Dictionary<ISymbol, KnownFunction> _known = new(SymbolEqualityComparer.Default);

    private readonly Dictionary<ISymbol, FunctionChoice> _choices = new(SymbolEqualityComparer.Default);

    /// <summary>The functions that the delegate called, or handed on by the call, may be, where it is one of several.</summary>
    public FunctionChoice? FindChoice(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && call.Instance is { } called && ChoiceOf(called) is { } choice ? choice
        : call.Arguments.All(static a => a.Parameter!.RefKind == RefKind.None) ? call.Arguments.Select(static a => a.Value).Select(ChoiceOf).FirstOrDefault(static c => c is not null)
        : null;

    private FunctionChoice? ChoiceOf(IOperation value) =>
        value is ILocalReferenceOperation { Local: var local } && !_known.ContainsKey(local) && _choices.TryGetValue(local, out FunctionChoice? choice) ? choice : null;

    public void Register(FunctionChoice choice) => _choices[choice.Symbol] = choice;

    public KnownFunction? Find(IInvocationOperation call) =>
        call is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } instance } ? Find(instance) : null;

    /// <summary>Whether the symbol is a function only: there is no delegate object in the generated code.</summary>
    public bool IsKnown(ISymbol symbol) => _known.ContainsKey(symbol) || _choices.ContainsKey(symbol);

    /// <summary>The choice that the local is.</summary>
    public FunctionChoice? ChoiceOf(ILocalSymbol local) => _choices.TryGetValue(local, out FunctionChoice? choice) ? choice : null;

    /// <summary>The functions that a local chosen by conditions, or given another function later, may be; null where one is not known, or the local is more than called.</summary>
    public FunctionPlan? Alternatives(IVariableDeclaratorOperation declarator, IOperation? value, CallChain chain, IrExpression? receiver)
    {
        ILocalReferenceOperation[] references = [.. MethodBody.Root(declarator).Descendants().OfType<ILocalReferenceOperation>().Where(r => SymbolEqualityComparer.Default.Equals(r.Local, declarator.Symbol))];
        if (AssignedFunctions.Assignments(declarator, references) is not { } assignments || references.Any(r => r.Parent is not ISimpleAssignmentOperation && !IsCalled(r)))
        {
            return null;
        }

        List<KnownFunction> functions = [];
        Dictionary<SyntaxNode, int> numbers = [];
        foreach (IOperation leaf in assignments.Select(static a => a.Value).Prepend(value).OfType<IOperation>().SelectMany(Leaves))
        {
            if (IsNull(leaf))
            {
                numbers[leaf.Syntax] = FunctionPlan.None;
            }
            else if (Create(leaf, chain, receiver) is { Instance: null or IInstanceReferenceOperation } function && !references.Any(r => leaf.Syntax.Contains(r.Syntax)))
            {
                int same = functions.FindIndex(f => f.Body is null && function.Body is null && SymbolEqualityComparer.Default.Equals(f.Method, function.Method));
                numbers[leaf.Syntax] = same >= 0 ? same : functions.Count;
                functions.AddRange(same >= 0 ? [] : [function]);
            }
            else
            {
                return null;
            }
        }

        return functions.Count == 0 || (assignments.IsEmpty && numbers.Count < 2) ? null
            : new FunctionPlan([.. functions], numbers, assignments.IsEmpty ? null : new AssignedFunctions(declarator.Syntax, [
                (declarator.Syntax, NumbersIn(value)),
                .. assignments.OrderBy(static a => a.Syntax.SpanStart).Select(a => (a.Syntax.Parent!, NumbersIn(a.Value)))]));

        ImmutableArray<int> NumbersIn(IOperation? chosen) => chosen is null ? [] : [.. Leaves(chosen).Select(leaf => numbers[leaf.Syntax])];
    }

    private static bool IsNull(IOperation leaf) => leaf is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation;

    /// <summary>Without the conversions and delegate creations around it.</summary>
    public static IOperation Peeled(IOperation value) => value switch
    {
        IConversionOperation conversion => Peeled(conversion.Operand),
        IParenthesizedOperation inner => Peeled(inner.Operand),
        _ => value,
    };

    /// <summary>What conditions choose among.</summary>
    public static IEnumerable<IOperation> Leaves(IOperation value) =>
        Peeled(value) switch
        {
            IConditionalOperation { WhenFalse: { } otherwise } choice => Leaves(choice.WhenTrue).Concat(Leaves(otherwise)),
            ISwitchExpressionOperation cases => cases.Arms.SelectMany(static a => Leaves(a.Value)),
            var leaf => [leaf],
        };

    public bool TryRegister(IVariableDeclaratorOperation declarator, IOperation? value, CallChain chain, IrExpression? receiver)
    {
        return value is not null && Create(value, chain, receiver) is { } function && IsOnlyCalled(declarator.Symbol, MethodBody.Root(declarator), depth: 0) && Register(declarator.Symbol, function);
    }

    /// <summary>The function that an argument is, if the parameter is only called in the body.</summary>
    public KnownFunction? ForParameter(IParameterSymbol parameter, IOperation argument, IOperation body, CallChain chain, IrExpression? receiver) =>
        parameter.Type.TypeKind == TypeKind.Delegate && Create(argument, chain, receiver) is { } function && IsOnlyCalled(parameter, body, depth: 0) ? function : null;

    /// <summary>The function that a value is, where it is one that is known.</summary>
    public KnownFunction? Of(IOperation value, CallChain chain, IrExpression? receiver) => Create(value, chain, receiver);

    public bool Register(ISymbol symbol, KnownFunction function)
    {
        _known[symbol] = function;
        return true;
    }

    public Action Save()
    {
        KeyValuePair<ISymbol, KnownFunction>[] known = [.. _known];
        FunctionChoice[] choices = [.. _choices.Values];
        return () =>
        {
            foreach (FunctionChoice choice in choices)
            {
                Register(choice);
            }

            foreach (KeyValuePair<ISymbol, KnownFunction> function in known)
            {
                _known[function.Key] = function.Value;
            }
        };
    }

    public void Forget(ISymbol symbol) => _known.Remove(symbol);

    private KnownFunction? Find(IOperation reference)
    {
        ISymbol? symbol = reference switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        return symbol is not null && _known.TryGetValue(symbol, out KnownFunction? function) ? function : null;
    }

    private KnownFunction? Create(IOperation value, CallChain chain, IrExpression? receiver) => value switch
    {
        IConversionOperation conversion => Create(conversion.Operand, chain, receiver),
        IParenthesizedOperation inner => Create(inner.Operand, chain, receiver),
        IDelegateCreationOperation creation => Create(creation.Target, chain, receiver),
        IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda => new(lambda.Symbol, lambda.Body, null, TypeSubstitution.Current, chain, receiver),
        IMethodReferenceOperation { Method.ReducedFrom: null, Instance: null or IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation } method
            when !IsWritten(method.Instance) && !IsBoxed(method)
            => new(method.Method, null, method.Instance, TypeSubstitution.Current, chain, receiver),
        _ => Find(value),
    };

    // The delegate keeps a copy of a struct, and changes that.
    private static bool IsBoxed(IMethodReferenceOperation reference) =>
        reference.Instance is { } instance && ReceiverChanges.MayCome(instance, reference.Method);

    // The delegate keeps the object that the variable named when it was made.
    private static bool IsWritten(IOperation? instance) => instance switch
    {
        ILocalReferenceOperation { Local: var local } => MethodBody.WrittenSymbols(MethodBody.Root(instance)).Contains(local),
        IParameterReferenceOperation { Parameter: var parameter } => MethodBody.WrittenSymbols(MethodBody.Root(instance)).Contains(parameter),
        _ => false,
    };

    // How deep a delegate may be handed on; more is either a mistake or a cycle.
    private const int DeepestHandedOn = 16;

    private static bool IsOnlyCalled(ISymbol symbol, IOperation body, int depth) =>
        depth < DeepestHandedOn && body.Descendants()
            .Where(o => (o is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, symbol))
                || (o is IParameterReferenceOperation parameter && SymbolEqualityComparer.Default.Equals(parameter.Parameter, symbol)))
            .All(IsCalled);

    // Called, or handed on.
    private static bool IsCalled(IOperation reference) => reference.Parent switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call => call.Instance == reference,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false, IsVirtual: false, IsAbstract: false, IsExtern: false } } } argument
            => argument.Parameter!.RefKind == RefKind.None,
        _ => false,
    };
}
