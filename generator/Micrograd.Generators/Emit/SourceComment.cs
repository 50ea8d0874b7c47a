namespace Micrograd.Generators.Emit;

/// <summary>The user's line behind the generated one, where it says more than that.</summary>
internal static class SourceComment
{
    private const string Global = "global::";

    /// <summary>The code is the source, or begins with it, but for the full names of types.</summary>
    public static bool Repeats(string code, string source) => Repeats(code, 0, source.TrimEnd(';'), 0);

    private static bool Repeats(string code, int i, string source, int j)
    {
        while (j < source.Length)
        {
            if (i < code.Length && code[i] == source[j])
            {
                i++;
                j++;
                continue;
            }

            return string.CompareOrdinal(code, i, Global, 0, Global.Length) == 0 && Shortened(code, i + Global.Length).Any(at => Repeats(code, at, source, j));
        }

        return true;
    }

    // global::System.Math.Tanh: as System.Math.Tanh, Math.Tanh or Tanh.
    private static IEnumerable<int> Shortened(string code, int start)
    {
        yield return start;
        for (int i = start; i < code.Length && (char.IsLetterOrDigit(code[i]) || code[i] is '.' or '_' or '@'); i++)
        {
            if (code[i] == '.')
            {
                yield return i + 1;
            }
        }
    }
}
