using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Discovery;

/// <summary>From a method symbol to the signature that every later stage works with.</summary>
internal static class SignatureBuilder
{
    public static MethodSignature Build(IMethodSymbol method, DifferentiableArguments arguments, CancellationToken cancellationToken)
    {
        TypeMapper types = new();
        StateSignature? state = method.IsStatic ? null : StateDiscovery.Find(method.ContainingType, cancellationToken);
        string documentationId = method.GetDocumentationCommentId() ?? method.ToDisplayString();
        return new(
            Name: method.Name,
            HintName: HintName.For(ReadableName(method), documentationId),
            DocumentationId: documentationId,
            Home: ReopenedTypes.Of(method.ContainingType),
            Accessibility: SyntaxFacts.GetText(method.DeclaredAccessibility),
            IsStatic: method.IsStatic,
            TypeParameters: method.TypeParameters.Select(static p => Identifier.Escape(p.Name)).ToEquatableArray(),
            Constraints: method.TypeParameters.Select(ConstraintClause).OfType<string>().ToEquatableArray(),
            Parameters: [.. method.Parameters.Select((p, i) => Parameter(method, p, i, types, arguments)), .. OfInstance(method, state)],
            ReturnType: method.Has(AttributeNames.NoDiff) ? new OpaqueType(TypeText.Declared(method.ReturnType)) : types.Map(method.ReturnType),
            Options: arguments.Options)
        {
            InheritedConstraints = method.IsOverride ? method.TypeParameters.Select(p => InheritedClause(p, method)).OfType<string>().ToEquatableArray() : default,
            NumberParameters = method.TypeParameters.Where(NumberTypes.IsFloating).Select(static p => Identifier.Escape(p.Name)).ToEquatableArray(),
            Documentation = DocumentationReader.Read(method, cancellationToken),
            SuppressedWarnings = SuppressedWarnings.Of(method, cancellationToken).ToEquatableArray(),
            State = state,
            TakenNames = method.IsStatic ? default : PrimaryParameters(method.ContainingType, cancellationToken).ToEquatableArray(),
            HasPair = OutsideVisibility.IsOffered(method) && PairedMembers.IsPossible(method),
        };
    }

    // A record's are properties, and hidden without harm.
    private static IEnumerable<string> PrimaryParameters(INamedTypeSymbol type, CancellationToken cancellationToken) => type.DeclaringSyntaxReferences
        .Select(r => r.GetSyntax(cancellationToken))
        .OfType<TypeDeclarationSyntax>()
        .Where(static d => d is ClassDeclarationSyntax or StructDeclarationSyntax)
        .SelectMany(static d => d.ParameterList?.Parameters.Select(static p => p.Identifier.ValueText) ?? []);

    private static string ReadableName(IMethodSymbol method)
    {
        List<string> names = [method.Name];
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            names.Insert(0, type.Name);
        }

        if (method.ContainingNamespace is { IsGlobalNamespace: false } space)
        {
            names.Insert(0, space.ToDisplayString());
        }

        return string.Join(".", names);
    }

    // The instance itself is constant data; its [Parameter] members are inputs like any other.
    private static IEnumerable<IrParameter> OfInstance(IMethodSymbol method, StateSignature? state)
    {
        if (method.IsStatic)
        {
            yield break;
        }

        int id = method.Parameters.Length;
        string type = TypeText.Of(method.ContainingType);
        yield return new(new IrLocal(id++, "self", new OpaqueType(type)), ParameterRole.Constant, ParameterMode.Value, type) { State = new("this", null) };
        foreach (StateParameter member in state?.Parameters ?? default)
        {
            yield return new(new IrLocal(id++, Identifier.Decapitalized(member.Name), member.Type), ParameterRole.Independent, ParameterMode.Value, member.Type.Text) { State = new("this." + Identifier.Escape(member.Member), member.Name) };
        }
    }

    private static IrParameter Parameter(IMethodSymbol method, IParameterSymbol parameter, int index, TypeMapper types, DifferentiableArguments arguments)
    {
        IrType type = types.Map(parameter.Type);
        ParameterMode mode = parameter.RefKind switch
        {
            RefKind.Ref => ParameterMode.Ref,
            RefKind.Out => ParameterMode.Out,
            RefKind.In => ParameterMode.In,
            RefKind.RefReadOnlyParameter => ParameterMode.RefReadOnly,
            _ => ParameterMode.Value,
        };
        return new(
            new IrLocal(index, parameter.Name, type),
            Role(parameter, type, arguments),
            mode,
            TypeText.Declared(parameter.Type),
            IsScoped: parameter.ScopedKind != ScopedKind.None && mode != ParameterMode.Out,
            IsThis: method.IsExtensionMethod && index == 0)
        {
            IsOblivious = type is ArrayType && parameter.NullableAnnotation == NullableAnnotation.None && Role(parameter, type, arguments) == ParameterRole.Constant,
        };
    }

    private static ParameterRole Role(IParameterSymbol parameter, IrType type, DifferentiableArguments arguments) =>
        !type.IsDifferentiable || parameter.Has(AttributeNames.NoDiff) ? ParameterRole.Constant
        : arguments.WithRespectTo.IsEmpty || arguments.WithRespectTo.Contains(parameter.Name) ? ParameterRole.Independent
        : ParameterRole.Dependent;

    // An override repeats of a constraint what its own T? is to mean.
    private static string? InheritedClause(ITypeParameterSymbol parameter, IMethodSymbol method) =>
        parameter.HasValueTypeConstraint || !method.Parameters.Any(p => TypeText.Declared(p.Type).Contains(parameter.Name + "?")) ? null
        : $"where {Identifier.Escape(parameter.Name)} : {(parameter.IsReferenceType ? "class" : "default")}";

    private static string? ConstraintClause(ITypeParameterSymbol parameter)
    {
        List<string> constraints = [];
        if (parameter.HasUnmanagedTypeConstraint)
        {
            constraints.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            constraints.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            constraints.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            constraints.Add("notnull");
        }

        constraints.AddRange(parameter.ConstraintTypes.Select(TypeText.Declared));
        if (parameter.HasConstructorConstraint)
        {
            constraints.Add("new()");
        }

        if (parameter.AllowsRefLikeType)
        {
            constraints.Add("allows ref struct");
        }

        return constraints.Count == 0 ? null : $"where {Identifier.Escape(parameter.Name)} : {string.Join(", ", constraints)}";
    }
}
