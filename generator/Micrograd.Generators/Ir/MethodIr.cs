namespace Micrograd.Generators.Ir;

/// <summary>
/// A marked method, closed: no symbols, syntax, locations or line numbers, and the bodies it needs from other methods are in it.
/// Equal methods generate equal text, which is what the incremental cache rests on.
/// </summary>
internal sealed record MethodIr(MethodSignature Signature, EquatableArray<IrStatement> Body)
{
    /// <summary>The smallest local id that is free in <see cref="Body"/>.</summary>
    public int NextLocalId { get; init; }

    /// <summary>The declared parameters that <see cref="Signature"/> has as one parameter for each field.</summary>
    public EquatableArray<StructParameter> Structs { get; init; }

    /// <summary>A returned struct: the fields of its adjoint, and where they lie in it. Null for other results.</summary>
    public StructParameter? StructResult => Structs.FirstOrDefault(static s => s.Index == StructParameter.OfResult);

    /// <summary>The project's overflow context: what <c>IsChecked: null</c> means.</summary>
    public bool ChecksOverflow { get; init; }

    /// <summary>The methods that the body calls through pairs, and those that these call.</summary>
    public EquatableArray<PairedMethod> Pairs { get; init; }
}

/// <summary>All that the generated declarations need and the body does not decide.</summary>
internal sealed record MethodSignature(
    string Name,
    string HintName,
    string DocumentationId,
    ReopenedType Home,
    string Accessibility,
    bool IsStatic,
    EquatableArray<string> TypeParameters,
    EquatableArray<string> Constraints,
    EquatableArray<IrParameter> Parameters,
    IrType ReturnType,
    DerivativeOptions Options)
{
    /// <summary>With its types and namespace, as a message names it.</summary>
    public string QualifiedName => string.Join(".", [.. Home.Namespace is { } space ? new[] { space } : [], .. Home.Types.Select(static type => type.Name), Name]);

    /// <summary>The method returns one floating-point number, so that it has a gradient.</summary>
    public bool HasGradient => ReturnType.IsFloating;

    /// <summary>Parameters of the primary constructor, which generated parameters and locals must not hide.</summary>
    public EquatableArray<string> TakenNames { get; init; }

    /// <summary>Ids of warnings that the method's file switches off there.</summary>
    public EquatableArray<string> SuppressedWarnings { get; init; }

    /// <summary>What an override says again of its type parameters.</summary>
    public EquatableArray<string> InheritedConstraints { get; init; }

    /// <summary>Those of <see cref="TypeParameters"/> that stand for a floating-point type.</summary>
    public EquatableArray<string> NumberParameters { get; init; }

    /// <summary>What the user wrote above the method, for the generated members; null without a summary.</summary>
    public MethodDocumentation? Documentation { get; init; }

    /// <summary>Methods of other assemblies may call it, through <c>FForward</c> and <c>FReverse</c>.</summary>
    public bool HasPair { get; init; }

    /// <summary>The [Parameter] members of the method's type, if it works on an instance of one that has any.</summary>
    public StateSignature? State { get; init; }

    /// <summary>The members that override or hide one of a base type, or may be overridden.</summary>
    public EquatableArray<MemberModifier> Modifiers { get; init; }

    /// <summary><c>FForward</c> and <c>FReverse</c> may hide those of a base type.</summary>
    public bool HidesPair { get; init; }

    /// <summary>Why an overload on <c>Value</c> that was asked for is left out, as documentation says it.</summary>
    public string? WhyNoTape { get; init; }
}

/// <summary><c>virtual </c>, <c>override </c> or <c>new </c>, for the generated member with this overload key.</summary>
internal sealed record MemberModifier(string OverloadKey, string Text);

/// <summary>The inner XML of the user's summary, and of the description of each parameter ("" where there is none).</summary>
internal sealed record MethodDocumentation(string Summary, EquatableArray<string> Parameters);

/// <summary>A type that generated members are added to, with those around it, outermost first; <paramref name="Namespace"/> is null for the global one.</summary>
internal sealed record ReopenedType(string? Namespace, EquatableArray<TypeDeclaration> Types)
{
    public bool IsGeneric => Types.Any(static type => type.TypeParameters.Count > 0);
}

/// <summary><c>partial class Model</c>.</summary>
internal sealed record TypeDeclaration(string Keyword, string Name, EquatableArray<string> TypeParameters);

internal enum ParameterRole
{
    /// <summary>A differentiated input (or an output that carries an adjoint): has a derivative parameter.</summary>
    Independent,

    /// <summary>May carry derivatives once written, starts with derivative 0, has no derivative parameter (left out by WithRespectTo).</summary>
    Dependent,

    /// <summary>Never carries a derivative: [NoDiff], or of a type that cannot.</summary>
    Constant,
}

internal enum ParameterMode
{
    Value,
    In,
    RefReadOnly,
    Ref,
    Out,
}

/// <summary><paramref name="TypeText"/> is the declared type as written in generated C#, with nullable annotations.</summary>
internal sealed record IrParameter(IrLocal Local, ParameterRole Role, ParameterMode Mode, string TypeText, bool IsScoped = false, bool IsThis = false)
{
    /// <summary>Of the instance: a parameter for the transforms, not for the caller. These follow the method's own parameters.</summary>
    public StateAccess? State { get; init; }

    /// <summary>A constant array of code that does not say whether there need be one.</summary>
    public bool IsOblivious { get; init; }

    /// <summary>The caller can see what the method stores here.</summary>
    public bool IsWritable => Mode is ParameterMode.Ref or ParameterMode.Out
        || Local.Type is ArrayType or SpanType { IsReadOnly: false } or MemoryType { IsReadOnly: false };
}

internal sealed record DerivativeOptions(int Derivatives, bool FastMath = false)
{
    public bool Gradient => (Derivatives & 1) != 0;

    public bool Tape => (Derivatives & 2) != 0;

    public DerivativeOptions WithoutTape() => this with { Derivatives = Derivatives & ~2 };
}
