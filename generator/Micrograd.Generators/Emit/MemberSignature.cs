using System.Text.RegularExpressions;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>What a parameter of a generated member is for.</summary>
internal enum MemberParameterPurpose
{
    Original,
    Upstream,
    Derivative,

    /// <summary>The gradients, or the values on the tape, of the [Parameter] members.</summary>
    State,
}

/// <summary>A parameter of a generated member. <paramref name="Source"/> is the index of the original parameter it belongs to, -1 for the upstream adjoint.</summary>
internal sealed record MemberParameter(MemberParameterPurpose Purpose, int Source, string Modifiers, string TypeText, string Name)
{
    public string Declaration => $"{Modifiers}{TypeText} {Identifier.Escape(Name)}";

    /// <summary>The parameter handed on as an argument of the same mode.</summary>
    public string Argument => ArgumentModifier + Identifier.Escape(Name);

    private string ArgumentModifier =>
        Modifiers.Contains("out ") ? "out "
        : Modifiers.Contains("readonly ") || Modifiers.Contains("in ") ? "in "
        : Modifiers.Contains("ref ") ? "ref "
        : "";
}

/// <summary>The declaration of one generated member: api.md section 2 as a function of the method's signature.</summary>
internal sealed record MemberSignature(string Name, string ReturnType, EquatableArray<MemberParameter> Parameters)
{
    // (T Name, …: a name stands between a type and what ends the element.
    private static readonly Regex TupleElementName = new(@"(?<=[\w>\])]) @?\w+(?=[,)])", RegexOptions.CultureInvariant);

    /// <summary><c>R FGradient(p…, out d…)</c>; null where the result is not a floating-point scalar.</summary>
    public static MemberSignature? Gradient(MethodSignature method)
    {
        if (!method.HasGradient || !method.Options.Gradient)
        {
            return null;
        }

        List<MemberParameter> parameters = [.. Originals(method), .. Derivatives(method, isGradient: true), .. Gradients(method)];
        return new(method.Name + "Gradient", method.ReturnType.Text, parameters.ToEquatableArray());
    }

    /// <summary><c>R FBackward(p…, R upstream, ref d…)</c>.</summary>
    public static MemberSignature? Backward(MethodSignature method)
    {
        if (!method.Options.Gradient)
        {
            return null;
        }

        List<MemberParameter> parameters = [.. Originals(method)];
        if (method.ReturnType.IsDifferentiable)
        {
            string type = method.ReturnType is ArrayType { Rank: 1, Element: not ArrayType } array
                ? new SpanType(array.Element, IsReadOnly: true).Text
                : method.ReturnType.Text;
            parameters.Add(new(MemberParameterPurpose.Upstream, -1, "", type, new DerivativeNames(method).Upstream));
        }

        parameters.AddRange(Derivatives(method, isGradient: false));
        parameters.AddRange(Gradients(method));
        return new(method.Name + "Backward", method.ReturnType.Text, parameters.ToEquatableArray());
    }

    /// <summary><c>Value F(p… lifted)</c>; null where a parameter or the result has no lifted type.</summary>
    public static MemberSignature? Tape(MethodSignature method)
    {
        // The tape knows one type of number; a type parameter of another kind could not be inferred from its arguments.
        if (!method.Options.Tape || method.TypeParameters.Count > method.NumberParameters.Count || LiftedType.Of(method.ReturnType) is not IrType returnType)
        {
            return null;
        }

        List<MemberParameter> parameters = [];
        for (int i = 0; i < method.Parameters.Count; i++)
        {
            IrParameter parameter = method.Parameters[i];
            if (parameter.State is not null)
            {
                continue;
            }

            if (LiftedType.OfParameter(parameter) is not IrType type)
            {
                return null;
            }

            bool isLifted = LiftedType.IsLifted(parameter);
            string text = !isLifted ? ErasedText(method, parameter) : type is ArrayType && parameter.TypeText.EndsWith("?", StringComparison.Ordinal) ? type.Text + "?" : type.Text;

            // A Value is a reference already: `in double` needs no `in` here.
            string modifiers = isLifted && parameter.Mode is ParameterMode.In or ParameterMode.RefReadOnly
                ? parameter.IsThis ? "this " : ""
                // Nor may an extension take a reference to what is one.
                : Modifiers(type is TapeValueType ? parameter with { IsThis = parameter.IsThis && parameter.Mode == ParameterMode.Value } : parameter);
            parameters.Add(new(MemberParameterPurpose.Original, i, modifiers, text, parameter.Local.Name));
        }

        if (method.State is { } state)
        {
            parameters.Add(new(MemberParameterPurpose.State, -1, "", state.Values, new DerivativeNames(method).Values));
        }

        return new(method.Name, returnType.Text, parameters.ToEquatableArray());
    }

    private static IEnumerable<MemberParameter> Gradients(MethodSignature method) =>
        method.State is { } state ? [new(MemberParameterPurpose.State, -1, "", state.Gradients, new DerivativeNames(method).Gradient)] : [];

    // [NoDiff] T y stands among numbers of the tape, where T is double.
    private static string ErasedText(MethodSignature method, IrParameter parameter) =>
        method.NumberParameters.Aggregate(parameter.TypeText, static (text, name) => text == name ? "double" : text.Replace($"<{name}>", "<double>").Replace($"{name}[", "double["));

    /// <summary>All members of a method, in the order in which they are written.</summary>
    public static IEnumerable<MemberSignature> All(MethodSignature method) =>
        new[] { Gradient(method), Backward(method), Tape(method) }.OfType<MemberSignature>();

    /// <summary>What makes two overloads the same one: the types, and whether they are passed by reference.</summary>
    public string OverloadKey => KeyOf(Name, Parameters.Select(static p => (p.Argument.Contains(' '), p.TypeText)));

    /// <summary>The same for any method: what its parameters are called, and the elements of tuples, does not count.</summary>
    public static string KeyOf(string name, IEnumerable<(bool IsReference, string TypeText)> parameters) =>
        $"{name}({string.Join(", ", parameters.Select(static p => (p.IsReference ? "ref " : "") + TupleElementName.Replace(p.TypeText.Replace("?", ""), "")))})";

    private static IEnumerable<MemberParameter> Originals(MethodSignature method) => method.Parameters.Where(static p => p.State is null).Select(static (parameter, i) =>
        new MemberParameter(MemberParameterPurpose.Original, i, Modifiers(parameter), parameter.TypeText, parameter.Local.Name));

    private static IEnumerable<MemberParameter> Derivatives(MethodSignature method, bool isGradient)
    {
        DerivativeNames names = new(method);
        for (int i = 0; i < method.Parameters.Count; i++)
        {
            IrParameter parameter = method.Parameters[i];
            if (names.Shadow(i) is string name && !(isGradient && parameter.Mode == ParameterMode.Out))
            {
                (string modifiers, string type) = Derivative(parameter.Local.Type, isGradient);
                yield return new(MemberParameterPurpose.Derivative, i, modifiers, type, name);
            }
        }
    }

    private static (string Modifiers, string Type) Derivative(IrType type, bool isGradient) => type switch
    {
        SpanType span => ("", new SpanType(span.Element, IsReadOnly: false).Text),
        MemoryType memory => ("", new SpanType(memory.Element, IsReadOnly: false).Text),
        ArrayType { Rank: 1, Element.IsFloating: true } array => ("", new SpanType(array.Element, IsReadOnly: false).Text),
        ArrayType array => ("", array.Text),
        StructType { HoldsMemory: true } => ("ref ", type.Text),
        _ => (isGradient ? "out " : "ref ", type.Text),
    };

    private static string Modifiers(IrParameter parameter)
    {
        string mode = parameter.Mode switch
        {
            ParameterMode.In => "in ",
            ParameterMode.RefReadOnly => "ref readonly ",
            ParameterMode.Ref => "ref ",
            ParameterMode.Out => "out ",
            _ => "",
        };
        return (parameter.IsThis ? "this " : "") + (parameter.IsScoped ? "scoped " : "") + mode;
    }
}
