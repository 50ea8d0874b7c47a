using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// What type parameters stand for in the generic body that is being put in place of a call. Types are mapped in many places that
/// know no scope, and one method is lowered on one thread from beginning to end, so the current substitution belongs to the thread.
/// </summary>
internal sealed class TypeSubstitution
{
    [ThreadStatic]
    private static TypeSubstitution? _current;

    private readonly Compilation _compilation;
    private readonly TypeSubstitution? _outer;
    private readonly Dictionary<ITypeSymbol, ITypeSymbol> _arguments = new(SymbolEqualityComparer.Default);

    private TypeSubstitution(Compilation compilation, TypeSubstitution? outer)
    {
        _compilation = compilation;
        _outer = outer;
    }

    public static TypeSubstitution? Current => _current;

    /// <summary>Lowers a body under a substitution: that of a callee, or that of the place where a lambda was written.</summary>
    public static T Within<T>(TypeSubstitution? substitution, Func<T> lower)
    {
        TypeSubstitution? outer = _current;
        _current = substitution;
        try
        {
            return lower();
        }
        finally
        {
            _current = outer;
        }
    }

    /// <summary>The current substitution and, on top of it, what a method's own type parameters and those of its types stand for.</summary>
    public static TypeSubstitution? For(IMethodSymbol method, Compilation compilation)
    {
        TypeSubstitution callee = new(compilation, _current);
        callee.Add(method.TypeParameters, method.TypeArguments);
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            callee.Add(type.TypeParameters, type.TypeArguments);
        }

        return callee._arguments.Count == 0 ? _current : callee;
    }

    /// <summary>The type with all type parameters replaced that stand for something here.</summary>
    public static ITypeSymbol Resolve(ITypeSymbol type) => _current is { } current ? current.Replace(type) : type;

    public static INamedTypeSymbol Resolve(INamedTypeSymbol type) => (INamedTypeSymbol)Resolve((ITypeSymbol)type);

    /// <summary>The method as a member of the resolved type, with resolved type arguments.</summary>
    public static IMethodSymbol Resolve(IMethodSymbol method)
    {
        if (_current is null)
        {
            return method;
        }

        IMethodSymbol resolved = method.MethodKind == MethodKind.LocalFunction ? method : Member(method, Resolve(method.ContainingType));
        return resolved.IsGenericMethod ? resolved.ConstructedFrom.Construct([.. method.TypeArguments.Select(Resolve)]) : resolved;
    }

    /// <summary>The member of a constructed type that a member of its definition, or of another construction, is there.</summary>
    public static T Member<T>(T member, INamedTypeSymbol type)
        where T : class, ISymbol =>
        SymbolEqualityComparer.Default.Equals(member.ContainingType, type) ? member
        : type.GetMembers(member.Name).OfType<T>().FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, member.OriginalDefinition)) ?? member;

    private void Add(IEnumerable<ITypeParameterSymbol> parameters, IEnumerable<ITypeSymbol> arguments)
    {
        foreach ((ITypeParameterSymbol parameter, ITypeSymbol argument) in parameters.Zip(arguments, static (p, a) => (p, a)))
        {
            ITypeSymbol resolved = Resolve(argument);
            if (!SymbolEqualityComparer.Default.Equals(parameter.OriginalDefinition, resolved))
            {
                _arguments[parameter.OriginalDefinition] = resolved;
            }
        }
    }

    private ITypeSymbol Replace(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol parameter => Find(parameter) ?? type,
        IArrayTypeSymbol array when Replace(array.ElementType) is { } element && !Same(element, array.ElementType) => _compilation.CreateArrayTypeSymbol(element, array.Rank),
        INamedTypeSymbol { IsTupleType: true } tuple => ReplaceTuple(tuple),
        INamedTypeSymbol { IsGenericType: true } named => ReplaceArguments(named),
        _ => type,
    };

    private ITypeSymbol ReplaceTuple(INamedTypeSymbol tuple)
    {
        ITypeSymbol[] elements = [.. tuple.TupleElements.Select(e => Replace(e.Type))];
        return elements.SequenceEqual(tuple.TupleElements.Select(static e => e.Type), SymbolEqualityComparer.Default)
            ? tuple
            : _compilation.CreateTupleTypeSymbol([.. elements], [.. tuple.TupleElements.Select(static e => e.IsExplicitlyNamedTupleElement ? e.Name : null)]);
    }

    private INamedTypeSymbol ReplaceArguments(INamedTypeSymbol type)
    {
        INamedTypeSymbol open = type.ContainingType is { IsGenericType: true } outer
            ? ReplaceArguments(outer).GetTypeMembers(type.Name, type.Arity).FirstOrDefault() ?? type
            : type;
        ITypeSymbol[] arguments = [.. type.TypeArguments.Select(Replace)];
        return arguments.Length == 0 || arguments.SequenceEqual(open.TypeArguments, SymbolEqualityComparer.Default) ? open : open.ConstructedFrom.Construct(arguments);
    }

    private ITypeSymbol? Find(ITypeParameterSymbol parameter) =>
        _arguments.TryGetValue(parameter.OriginalDefinition, out ITypeSymbol? argument) ? argument : _outer?.Find(parameter);

    private static bool Same(ITypeSymbol first, ITypeSymbol second) => SymbolEqualityComparer.Default.Equals(first, second);
}
