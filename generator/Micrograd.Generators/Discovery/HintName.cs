using System.Text;

namespace Micrograd.Generators.Discovery;

/// <summary>
/// File names of generated code: <c>Namespace.Type.Method-HASH.g.cs</c>. Names that differ by case alone make the compiler
/// throw, so the documentation comment id's hash tells overloads and such names apart.
/// </summary>
internal static class HintName
{
    private const int LongestName = 120;

    public static string For(string readableName, string documentationId)
    {
        string tail = $"-{Hash(documentationId):x8}.g.cs";
        StringBuilder name = new();
        foreach (char c in readableName)
        {
            name.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' ? c : '-');
        }

        // The method's name stands at the end and says most.
        int room = LongestName - tail.Length;
        return (name.Length > room ? name.ToString(name.Length - room, room) : name.ToString()) + tail;
    }

    /// <summary>FNV-1a, 32 bits, over the UTF-8 bytes.</summary>
    public static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return hash;
    }
}
