namespace Micrograd.Generators.Diagnostics;

/// <summary>The families of diagnostics, as editors and build logs group them.</summary>
internal static class DiagnosticCategories
{
    /// <summary>MGRAD00xx: an attribute that is used where or as it cannot be.</summary>
    public const string Usage = "Micrograd.Usage";

    /// <summary>MGRAD01xx: C# that cannot be differentiated.</summary>
    public const string Language = "Micrograd.Language";

    /// <summary>MGRAD02xx: a derivative that is not known, or would be lost.</summary>
    public const string Derivatives = "Micrograd.Derivatives";

    /// <summary>MGRAD03xx: code that works but costs more than it looks.</summary>
    public const string Cost = "Micrograd.Cost";

    /// <summary>MGRAD90xx: mistakes of the generator itself.</summary>
    public const string Internal = "Micrograd.Internal";
}
