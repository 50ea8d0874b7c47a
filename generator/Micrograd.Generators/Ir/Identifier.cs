namespace Micrograd.Generators.Ir;

/// <summary>Names as C# writes them: a reserved word gets its <c>@</c>.</summary>
internal static class Identifier
{
    private static readonly HashSet<string> Reserved =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    public static bool IsReserved(string name) => Reserved.Contains(name);

    public static string Escape(string name) => Reserved.Contains(name) ? "@" + name : name;

    /// <summary>A qualified name whose last part may be a reserved word.</summary>
    public static string EscapeLast(string name)
    {
        int last = name.LastIndexOf('.') + 1;
        return name.Substring(0, last) + Escape(name.Substring(last));
    }

    /// <summary>The prefix joined to the name with a capital: <c>d</c> and <c>weights</c> give <c>dWeights</c>.</summary>
    public static string Prefixed(string prefix, string name) => prefix + char.ToUpperInvariant(name[0]) + name.Substring(1);
}
