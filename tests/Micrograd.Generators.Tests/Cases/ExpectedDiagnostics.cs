namespace Micrograd.Generators.Tests.Cases;

/// <summary>
/// The cases that the generator does not differentiate yet, each with the diagnostic that says so. A case that starts to work,
/// or gets another diagnostic, fails until its line here is taken out or changed.
/// </summary>
internal static class ExpectedDiagnostics
{
    public static IReadOnlyDictionary<string, string> ById { get; } = new Dictionary<string, string>
    {
    };
}
