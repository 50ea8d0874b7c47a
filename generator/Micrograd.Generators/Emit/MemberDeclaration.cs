using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes the declaration of a generated member: attributes, modifiers, parameters.</summary>
internal static class MemberDeclaration
{
    // Longer lists get a line for each parameter.
    private const int LongestLine = 140;

    public static string GeneratedCode { get; } =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"Micrograd.Generators\", \"{typeof(MemberDeclaration).Assembly.GetName().Version.ToString(3)}\")]";

    /// <summary>Everything up to the body. The overload on <c>Value</c> yields to whatever compiled before it was there.</summary>
    public static void Emit(CodeWriter writer, MethodSignature method, MemberSignature member)
    {
        string modifier = method.Modifiers.FirstOrDefault(m => m.OverloadKey == member.OverloadKey)?.Text ?? "";
        bool isOverride = modifier.EndsWith("override ", StringComparison.Ordinal);
        if (IsTape(method, member) && !isOverride)
        {
            // An override has that of the method that it overrides.
            writer.WriteLine("[global::System.Runtime.CompilerServices.OverloadResolutionPriority(-1)]");
        }

        string start = $"{method.Accessibility} {(method.IsStatic || (IsTape(method, member) && method.State is not null) ? "static " : "")}{modifier}{member.ReturnType} {Identifier.Escape(member.Name)}{TypeParameters(method, member)}(";
        string line = $"{start}{string.Join(", ", member.Parameters.Select(static p => p.Declaration))})";
        if (line.Length <= LongestLine)
        {
            writer.WriteLine(line);
        }
        else
        {
            EmitLong(writer, start, member);
        }

        using (writer.Indent())
        {
            // Constraints are inherited, too.
            foreach (string constraint in IsTape(method, member) ? default : isOverride ? method.InheritedConstraints : method.Constraints)
            {
                writer.WriteLine(constraint);
            }
        }
    }

    private static void EmitLong(CodeWriter writer, string start, MemberSignature member)
    {
        writer.WriteLine(start);
        using (writer.Indent())
        {
            for (int i = 0; i < member.Parameters.Count; i++)
            {
                writer.WriteLine(member.Parameters[i].Declaration + (i == member.Parameters.Count - 1 ? ")" : ","));
            }
        }
    }

    /// <summary>The overload on <c>Value</c>, which has no type parameters.</summary>
    public static bool IsTape(MethodSignature method, MemberSignature member) => member.Name == method.Name;

    private static string TypeParameters(MethodSignature method, MemberSignature member) =>
        method.TypeParameters.Count == 0 || IsTape(method, member) ? "" : $"<{string.Join(", ", method.TypeParameters)}>";
}
