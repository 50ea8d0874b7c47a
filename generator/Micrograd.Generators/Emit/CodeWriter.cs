using System.Text;

namespace Micrograd.Generators.Emit;

/// <summary>Writes indented lines of C#. Line ends are <c>\n</c> on every system, so that generated files are the same everywhere.</summary>
internal sealed class CodeWriter
{
    private const int SpacesPerLevel = 4;

    private readonly StringBuilder _text = new();
    private int _level;

    /// <summary>Writes an empty line, without trailing spaces.</summary>
    public void WriteLine() => _text.Append('\n');

    /// <summary>Writes one line at the present indentation.</summary>
    public void WriteLine(string line)
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _level * SpacesPerLevel).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Writes an opening brace and indents; the closing brace follows when the result is disposed.</summary>
    public BlockScope Block()
    {
        WriteLine("{");
        _level++;
        return new BlockScope(this, "}");
    }

    /// <summary>Indents without braces until the result is disposed: continued lines.</summary>
    public BlockScope Indent()
    {
        _level++;
        return new BlockScope(this, null);
    }

    public override string ToString() => _text.ToString();

    private void Close(string? brace)
    {
        _level--;
        if (brace is not null)
        {
            WriteLine(brace);
        }
    }

    internal readonly struct BlockScope(CodeWriter writer, string? brace) : IDisposable
    {
        public void Dispose() => writer.Close(brace);
    }
}
