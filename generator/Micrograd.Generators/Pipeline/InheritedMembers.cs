using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Discovery;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Lowering;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// How the generated members of a method stand to what base types have, or get, under the same names. Those of a virtual method are
/// virtual and those of its override override them, so that a derivative is that of the body which a call of the method would run.
/// </summary>
internal sealed class InheritedMembers(DiscoveredMethod discovered, MethodSignature signature, CancellationToken cancellationToken)
{
    private readonly IMethodSymbol _method = discovered.Method;
    private readonly Compilation _compilation = discovered.Compilation;

    public static DiscoveredMethod Respected(DiscoveredMethod discovered, CancellationToken cancellationToken)
    {
        if (discovered.Signature is not { } signature)
        {
            return discovered;
        }

        MethodSignature resolved = new InheritedMembers(discovered, signature, cancellationToken).Resolve();
        Diagnostic[] reports = [.. new InheritedMembers(discovered, resolved, cancellationToken).WhatIsNotOverridden()];
        return new(discovered.Method, discovered.Compilation, resolved, discovered.Diagnostics.AddRange(reports));
    }

    private MethodSignature Resolve()
    {
        MethodSignature decided = WhyNoTape() is { } reason ? signature with { Options = signature.Options.WithoutTape(), WhyNoTape = reason } : signature;
        return decided with
        {
            Modifiers = MemberSignature.All(decided).Select(m => new MemberModifier(m.OverloadKey, ModifierOf(m))).Where(static m => m.Text.Length > 0).ToEquatableArray(),
            HidesPair = BaseTypes.Of(_method.ContainingType).Any(MayHavePair),
        };
    }

    private bool IsOpen => _method is { IsVirtual: true } or { IsOverride: true, IsSealed: false } && _method.ContainingType is { TypeKind: TypeKind.Class, IsSealed: false };

    private string ModifierOf(MemberSignature member)
    {
        bool isStatic = _method.IsStatic || (MemberDeclaration.IsTape(signature, member) && signature.State is not null);
        Inherited? inherited = Find(member);
        return _method.IsOverride && !isStatic && inherited is { IsOverridden: true } ? (_method.IsSealed ? "sealed override " : "override ")
            : (inherited is null ? "" : "new ") + (IsOpen && !isStatic ? "virtual " : "");
    }

    /// <summary>
    /// Why an overload on <c>Value</c> would take calls from the user's own methods; null where it takes none. Among the methods of
    /// one type its priority keeps it behind them, but a type's methods come before those of its base types, and an override counts
    /// as a method of the type that declared it first.
    /// </summary>
    private string? WhyNoTape()
    {
        if (MemberSignature.Tape(signature) is not { } tape || signature.State is not null)
        {
            return null;
        }

        string name = $"<c>{_method.Name}</c>";
        if ((IsOpen || _method.IsOverride) && signature.Parameters.Any(static p => p.Role != ParameterRole.Constant && HoldsMoreThanNumbers(p.Local.Type)))
        {
            return $"{name} can be overridden by a method that reads what a tuple of the differentiable fields does not hold.";
        }

        return _method.IsOverride
            ? (Find(tape) is { IsOverridden: true } ? null : $"calls of {name} would choose it before the method that this one overrides, which has none.")
            : Find(tape) is { IsGenerated: false } || BaseTypes.Of(_method.ContainingType).Any(TakesCallsFrom) ? $"it would take calls from the methods {name} of the base types."
            : null;
    }

    private static bool HoldsMoreThanNumbers(IrType type) => type switch
    {
        StructType record => record.Fields.Any(static f => !f.IsDifferentiable || HoldsMoreThanNumbers(f.Type)),
        ArrayType array => HoldsMoreThanNumbers(array.Element),
        SpanType span => HoldsMoreThanNumbers(span.Element),
        MemoryType memory => HoldsMoreThanNumbers(memory.Element),
        _ => false,
    };

    // The nearest member that the generated one overrides or hides.
    private Inherited? Find(MemberSignature member) => BaseTypes.Of(_method.ContainingType).Select(type => Declared(type, member) ?? Generated(type, member)).FirstOrDefault(static found => found is not null);

    private Inherited? Declared(INamedTypeSymbol type, MemberSignature member)
    {
        foreach (ISymbol symbol in type.GetMembers(member.Name).Where(IsAccessible))
        {
            if (symbol is not IMethodSymbol method)
            {
                return new Inherited(false, false);
            }

            if (method.MethodKind == MethodKind.Ordinary && method.Arity == (MemberDeclaration.IsTape(signature, member) ? 0 : _method.Arity) && KeyOf(AsOwn(method)) == member.OverloadKey)
            {
                bool isGenerated = GeneratedMembers.IsGenerated(method);
                return new Inherited(isGenerated, isGenerated && method is { IsVirtual: true } or { IsOverride: true, IsSealed: false });
            }
        }

        return null;
    }

    private Inherited? Generated(INamedTypeSymbol type, MemberSignature member)
    {
        foreach (IMethodSymbol method in type.GetMembers(_method.Name).OfType<IMethodSymbol>().Where(IsAccessible))
        {
            if (SignatureOf(AsOwn(method)) is { Signature: { } theirs } found
                && MemberSignature.All(theirs).FirstOrDefault(m => m.OverloadKey == member.OverloadKey) is { } same
                && new InheritedMembers(found, theirs, cancellationToken).Has(same))
            {
                return new Inherited(true, Overrides(method));
            }
        }

        return null;
    }

    // Marked otherwise than the method that it overrides, it gets other members. With [Parameter]s of its own it always does.
    private IEnumerable<Diagnostic> WhatIsNotOverridden()
    {
        HashSet<string> own = [.. MemberSignature.All(signature).Select(static m => m.OverloadKey)];
        for (IMethodSymbol? overridden = _method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SignatureOf(AsOwn(overridden)) is { Signature: { State: null } theirs } found
                && MemberSignature.All(theirs).FirstOrDefault(m => !own.Contains(m.OverloadKey) && new InheritedMembers(found, theirs, cancellationToken).Has(m)) is { } missing)
            {
                yield return Diagnostic.Create(
                    UsageDiagnostics.OverrideNotMarked, discovered.NameLocation, _method.Name, overridden.ContainingType.Name, $"gets no '{missing.Name}' with the same parameters", _method.ContainingType.Name, "");
                yield break;
            }
        }
    }

    private bool Has(MemberSignature member) => !MemberDeclaration.IsTape(signature, member) || WhyNoTape() is null;

    private DiscoveredMethod? SignatureOf(IMethodSymbol method) => method.IsWrittenIn(_compilation) && method.Find(AttributeNames.Differentiable) is { } attribute
        ? OwnOverload.Respected(MethodDiscovery.Discover(method, attribute, _compilation, cancellationToken))
        : null;

    private bool Overrides(IMethodSymbol method)
    {
        for (IMethodSymbol? overridden = _method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    // A call that fits the base type's method and the overload on Value, and not the marked method itself.
    private bool TakesCallsFrom(INamedTypeSymbol type) => type.GetMembers(_method.Name).OfType<IMethodSymbol>().Any(other =>
        other is { MethodKind: MethodKind.Ordinary, IsOverride: false } && IsAccessible(other) && !GeneratedMembers.IsGenerated(other) && KeyOf(AsOwn(other)) != KeyOf(_method) && TakesCallsFrom(other));

    private bool TakesCallsFrom(IMethodSymbol other)
    {
        ImmutableArray<IParameterSymbol> own = _method.Parameters, theirs = other.Parameters;
        bool isExpanded = theirs.Length > 0 && theirs[theirs.Length - 1].IsParams;
        if (own.Length < theirs.Count(static p => !p.IsOptional && !p.IsParams) || (own.Length > theirs.Length && !isExpanded))
        {
            return false;
        }

        int common = Math.Min(own.Length, theirs.Length);
        return !Enumerable.Range(0, common).Any(i => IsReference(own[i]) != IsReference(theirs[i]))
            && ((isExpanded && own.Length >= theirs.Length) || Enumerable.Range(0, common).Any(i => signature.Parameters[i].Role != ParameterRole.Constant && AdmitsMore(own[i].Type, theirs[i].Type)));
    }

    // On the tape a number is an object and a struct is a tuple: null, a wider number, a tuple fit there.
    private bool AdmitsMore(ITypeSymbol own, ITypeSymbol theirs) => !_compilation.HasImplicitConversion(theirs, own) && TypeMapping.Map(own) switch
    {
        StructType => theirs.IsTupleType && !own.IsTupleType,
        ScalarType or TypeParameterType => theirs is { IsValueType: false } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
            || _compilation.HasImplicitConversion(theirs, _compilation.GetSpecialType(SpecialType.System_Double)),
        _ => false,
    };

    private static bool IsReference(IParameterSymbol parameter) => parameter.RefKind is RefKind.Ref or RefKind.Out;

    // What the base's pair looks like, or whether there is one, depends on its body.
    private bool MayHavePair(INamedTypeSymbol type) => type.GetMembers(_method.Name).Any(m => IsAccessible(m) && m.Has(AttributeNames.Differentiable))
        || type.GetMembers(_method.Name + "Forward").Any(IsAccessible) || type.GetMembers(_method.Name + "Reverse").Any(IsAccessible);

    private bool IsAccessible(ISymbol symbol) => _compilation.IsSymbolAccessibleWithin(symbol, _method.ContainingType);

    // With the type parameters called as here.
    private IMethodSymbol AsOwn(IMethodSymbol other) => other.Arity > 0 && other.Arity == _method.Arity ? other.Construct([.. _method.TypeParameters]) : other;

    private static string KeyOf(IMethodSymbol method) => MemberSignature.KeyOf(method.Name, method.Parameters.Select(static p => (p.RefKind != RefKind.None, TypeText.Declared(p.Type))));

    /// <param name="IsGenerated">Not the user's.</param>
    /// <param name="IsOverridden">By the generated member of an override.</param>
    private sealed record Inherited(bool IsGenerated, bool IsOverridden);
}
