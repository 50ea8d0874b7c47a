using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Delegate locals whose target is known: set once, to a lambda, and never used but to be called.</summary>
internal sealed class LocalFunctions
{
    private readonly Dictionary<ISymbol, IAnonymousFunctionOperation> _known = new(SymbolEqualityComparer.Default);

    public IAnonymousFunctionOperation? Find(IInvocationOperation call) =>
        call is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: ILocalReferenceOperation { Local: var local } } && _known.TryGetValue(local, out IAnonymousFunctionOperation? function)
            ? function
            : null;

    public bool TryRegister(IVariableDeclaratorOperation declarator, IOperation? value)
    {
        if (value is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsAsync: false } function })
        {
            return false;
        }

        IOperation root = declarator;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        bool isOnlyCalled = root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(r => SymbolEqualityComparer.Default.Equals(r.Local, declarator.Symbol))
            .All(static r => r.Parent is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call && call.Instance == r);
        if (isOnlyCalled)
        {
            _known[declarator.Symbol] = function;
        }

        return isOnlyCalled;
    }
}
