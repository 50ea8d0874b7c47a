using Micrograd.Fuzz.Programs;
using Microsoft.CodeAnalysis;

namespace Micrograd.Fuzz.Edits;

/// <summary>What an editor can leave behind between two keystrokes.</summary>
internal enum EditKind
{
    Truncated, TokenDeleted, TokenDuplicated, TokensSwapped, BytesInserted,
}

/// <summary>One text under the generator.</summary>
internal sealed record Edit(EditKind Kind, string Text)
{
    private const string Odd = "{}()[]<>;:,.\"'`\\/@#$%&*+-=!?~^|_ \t\r\n\0\u00e9\u2028\u00ad\ufeff\ud83d0aZ";

    public static Edit Of(EditedSource source, Draw draw)
    {
        SyntaxToken[] tokens = [.. source.Tree.GetRoot().DescendantTokens()];
        SyntaxToken one = draw.From(tokens);
        SyntaxToken other = draw.Chance(50) ? one.GetNextToken() : draw.From(tokens);
        EditKind kind = draw.From(Enum.GetValues<EditKind>());
        string text = source.Text;
        return new Edit(kind, kind switch
        {
            EditKind.Truncated => text[..draw.Below(text.Length)],
            EditKind.TokenDeleted => text.Remove(one.SpanStart, one.Span.Length),
            EditKind.TokenDuplicated => text.Insert(one.Span.End, " " + one.Text),
            EditKind.TokensSwapped => Swapped(text, one, other),
            _ => text.Insert(draw.Below(text.Length), string.Concat(Enumerable.Range(0, 1 + draw.Below(4)).Select(_ => draw.Chance(70) ? Odd[draw.Below(Odd.Length)] : (char)draw.Below(256)))),
        });
    }

    private static string Swapped(string text, SyntaxToken one, SyntaxToken other)
    {
        (SyntaxToken first, SyntaxToken second) = (one.SpanStart, one.Span.End).CompareTo((other.SpanStart, other.Span.End)) <= 0 ? (one, other) : (other, one);
        return first == second || second.SpanStart == 0 ? text
            : text[..first.SpanStart] + second.Text + text[first.Span.End..second.SpanStart] + first.Text + text[second.Span.End..];
    }
}
