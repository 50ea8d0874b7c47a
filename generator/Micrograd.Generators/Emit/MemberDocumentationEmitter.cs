using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes the XML documentation of the generated members.</summary>
internal sealed class MemberDocumentationEmitter(CodeWriter writer, MethodSignature method, string? missingOnTape)
{
    // The documentation id names one overload, whatever its parameter types, and needs no resolution.
    private string Original => $"<see cref=\"{method.DocumentationId}\"/>";

    private string NoTape => WhyNoTape is { } reason ? $"<para>There is no overload on <c>Value</c>: {reason}</para>" : "";

    private string? WhyNoTape => missingOnTape is null
        ? method.WhyNoTape
        : $"the method reads <c>{missingOnTape}</c>, and a struct is the tuple of its differentiable fields there.";

    public void EmitGradient(MemberSignature member) => Emit(
        member,
        $"Computes the value of {Original} and its gradient: {References(member)} {Are(member)} overwritten with the partial derivatives.",
        $"The value of {Original}.");

    public void EmitBackward(MemberSignature member)
    {
        string summary = member.Parameters.FirstOrDefault(static p => p.Purpose == MemberParameterPurpose.Upstream) is MemberParameter upstream
            ? $"Computes the value of {Original} and adds its partial derivatives, multiplied by {Reference(upstream)}, to {References(member)}."
            : $"Does what {Original} does, and takes the derivatives with respect to what it writes back to its inputs: {References(member)}.";
        Emit(
            member,
            summary,
            method.ReturnType is VoidType ? null : $"The value of {Original}.");
    }

    public void EmitTape(MemberSignature member) => Emit(
        member,
        $"Computes {Original} on the dynamic tape: the result remembers how it came about, and its <c>Backward</c> adds to the leaves' <c>Grad</c>.",
        method.ReturnType is VoidType ? null : $"The value of {Original} on the tape.");

    private void Emit(MemberSignature member, string summary, string? returns)
    {
        Write($"<summary>{summary}</summary>");
        if (method.Documentation is { Summary: not "" } documentation)
        {
            Write($"<remarks>{documentation.Summary}{NoTape}</remarks>");
        }
        else if (WhyNoTape is not null)
        {
            Write($"<remarks>{NoTape}</remarks>");
        }

        foreach (string parameter in MemberDeclaration.IsTape(method, member) ? default : method.TypeParameters)
        {
            Write($"<typeparam name=\"{parameter.TrimStart('@')}\">As of {Original}.</typeparam>");
        }

        foreach (MemberParameter parameter in member.Parameters)
        {
            Write($"<param name=\"{parameter.Name}\">{Describe(member, parameter)}</param>");
        }

        if (returns is not null)
        {
            Write($"<returns>{returns}</returns>");
        }

        EmitExceptions(member);
    }

    private void EmitExceptions(MemberSignature member)
    {
        if (member.Parameters.All(static p => p.Purpose == MemberParameterPurpose.Original))
        {
            return;
        }

        if (method.Parameters.Any(static p => p.Role != ParameterRole.Constant && p.Local.Type is ArrayType))
        {
            Write("<exception cref=\"global::System.ArgumentNullException\">An array is null; nothing has been written.</exception>");
        }

        bool isByReference = method.Parameters.Any(static p => p.Role != ParameterRole.Constant && p.Mode != ParameterMode.Value);
        if (method.Parameters.Any(static p => p.Role == ParameterRole.Independent && p.Local.Type.IsView))
        {
            Write("<exception cref=\"global::System.ArgumentException\">Derivative memory has the wrong length or overlaps another argument; nothing has been written.</exception>");
        }
        else if (isByReference)
        {
            Write("<exception cref=\"global::System.ArgumentException\">Two arguments are the same variable, and one of them is written; nothing has been written yet.</exception>");
        }
    }

    private string Describe(MemberSignature member, MemberParameter parameter) => parameter.Purpose switch
    {
        MemberParameterPurpose.Upstream => $"The derivative of the final result with respect to the value of {Original}.",
        MemberParameterPurpose.Derivative => DescribeDerivative(member, parameter),
        MemberParameterPurpose.State => DescribeState(member),
        _ => method.Documentation is { } documentation && documentation.Parameters[parameter.Source] is { Length: > 0 } text ? text : $"As of {Original}.",
    };

    private string DescribeDerivative(MemberSignature member, MemberParameter parameter)
    {
        IrParameter original = method.Parameters[parameter.Source];
        string source = $"<paramref name=\"{original.Local.Name}\"/>";
        string shape = original.Local.Type switch
        {
            SpanType or MemoryType or ArrayType { Rank: 1, Element: not ArrayType } => $", of the same length as {source}",
            ArrayType => $", of the same shape as {source}",
            _ => "",
        };
        if (original.Mode == ParameterMode.Out)
        {
            return $"On entry the derivatives with respect to what is written to {source}; on exit zero.";
        }

        if (original.IsWritable && !member.Name.EndsWith("Gradient", StringComparison.Ordinal))
        {
            return $"The derivatives with respect to {source}{shape}. On entry those with respect to what is written there, if anything is; on exit those with respect to what it held.";
        }

        return member.Name.EndsWith("Gradient", StringComparison.Ordinal)
            ? $"Receives the derivatives with respect to {source}{shape}. What it held is overwritten."
            : $"The derivatives with respect to {source}{shape}. They are added to what it holds.";
    }

    private string DescribeState(MemberSignature member) =>
        MemberDeclaration.IsTape(method, member) ? "The trainable members on the tape."
        : member.Name.EndsWith("Gradient", StringComparison.Ordinal) ? "Receives the derivatives with respect to the trainable members. What it held is overwritten."
        : "The derivatives with respect to the trainable members. They are added to what it holds.";

    private static string References(MemberSignature member)
    {
        List<string> references = [.. member.Parameters.Where(static p => p.Purpose is MemberParameterPurpose.Derivative or MemberParameterPurpose.State).Select(Reference)];
        return references.Count switch
        {
            0 => "nothing",
            1 => references[0],
            int count => string.Join(", ", references.Take(count - 1)) + " and " + references[count - 1],
        };
    }

    private static string Are(MemberSignature member) =>
        member.Parameters.Count(static p => p.Purpose is MemberParameterPurpose.Derivative or MemberParameterPurpose.State) == 1 ? "is" : "are";

    private static string Reference(MemberParameter parameter) => $"<paramref name=\"{parameter.Name}\"/>";

    private void Write(string line) => writer.WriteLine("/// " + line);
}
