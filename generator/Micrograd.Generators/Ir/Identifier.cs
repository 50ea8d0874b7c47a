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
    public static string Prefixed(string prefix, string name) => prefix + Capitalized(name.TrimStart('@'));

    public static string Capitalized(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    public static string Decapitalized(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>
    /// What a local that holds a member's or a type's value is called: <c>Offset</c> and <c>_offset</c> give <c>offset</c>; a name
    /// of underscores alone gives <paramref name="otherwise"/>.
    /// </summary>
    public static string Local(string name, string otherwise = "value")
    {
        string plain = name.TrimStart('_', '@');
        return plain.Length == 0 || char.IsDigit(plain[0]) ? otherwise : Decapitalized(plain);
    }
}
