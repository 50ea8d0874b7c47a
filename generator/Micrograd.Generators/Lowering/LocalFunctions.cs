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

    public KnownFunction? Find(IInvocationOperation call) =>
        call is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } instance } ? Find(instance) : null;

    /// <summary>Whether the symbol is a function only: there is no delegate object in the generated code.</summary>
    public bool IsKnown(ISymbol symbol) => _known.ContainsKey(symbol);

    public bool TryRegister(IVariableDeclaratorOperation declarator, IOperation? value, CallChain chain, IrExpression? receiver)
    {
        IOperation root = declarator;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        return value is not null && Create(value, chain, receiver) is { } function && IsOnlyCalled(declarator.Symbol, root, depth: 0) && Register(declarator.Symbol, function);
    }

    /// <summary>The function that an argument is, if the parameter is only called in the body.</summary>
    public KnownFunction? ForParameter(IParameterSymbol parameter, IOperation argument, IOperation body, CallChain chain, IrExpression? receiver) =>
        parameter.Type.TypeKind == TypeKind.Delegate && Create(argument, chain, receiver) is { } function && IsOnlyCalled(parameter, body, depth: 0) ? function : null;

    public bool Register(ISymbol symbol, KnownFunction function)
    {
        _known[symbol] = function;
        return true;
    }

    public Action Save()
    {
        KeyValuePair<ISymbol, KnownFunction>[] known = [.. _known];
        return () =>
        {
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
            => new(method.Method, null, method.Instance, TypeSubstitution.Current, chain, receiver),
        _ => Find(value),
    };

    // How deep a delegate may be handed on; more is either a mistake or a cycle.
    private const int DeepestHandedOn = 16;

    private static bool IsOnlyCalled(ISymbol symbol, IOperation body, int depth) =>
        depth < DeepestHandedOn && body.Descendants()
            .Where(o => (o is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, symbol))
                || (o is IParameterReferenceOperation parameter && SymbolEqualityComparer.Default.Equals(parameter.Parameter, symbol)))
            .All(static o => o.Parent switch
            {
                IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call => call.Instance == o,
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false, IsVirtual: false, IsAbstract: false, IsExtern: false } } } argument
                    => argument.Parameter!.RefKind == RefKind.None,
                _ => false,
            });
}
