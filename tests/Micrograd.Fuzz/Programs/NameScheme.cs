namespace Micrograd.Fuzz.Programs;

/// <summary>How names are written: readable, or those that generated code would like to have for itself.</summary>
internal abstract class NameScheme
{
    public static NameScheme Plain { get; } = new Readable();

    public static NameScheme Hostile { get; } = new Taken();

    /// <summary>Namespaces are written out, because a local called Math hides the class.</summary>
    public abstract bool IsQualified { get; }

    public abstract string this[Name name] { get; }

    private sealed class Readable : NameScheme
    {
        public override bool IsQualified => false;

        public override string this[Name name] => name.Hint + name.Id;
    }

    private sealed class Taken : NameScheme
    {
        private static readonly string[] Wanted =
        [
            "upstream", "dX", "i", "Math", "Forward", "dUpstream", "records", "arrays", "value", "result", "System", "Micrograd", "Value", "Reverse", "j", "k", "t",
            "ScratchMemory", "ScratchStack", "@class", "x", "dI", "_", "gradient", "scope", "tangent", "Gradient", "seed", "copy", "shadow", "n", "s", "d", "Functions", "Samples",
            "MathF", "DerivativeGuard", "dMath", "dForward", "array", "DerivativeSpans", "@return", "count", "index", "old", "length", "Length", "Span",
        ];

        public override bool IsQualified => true;

        public override string this[Name name] => (Wanted[name.Id % Wanted.Length], name.Id / Wanted.Length) switch
        {
            ("_", _) => "__" + name.Id,
            (var taken, 0) => taken,
            (var taken, var round) => taken + round,
        };
    }
}
