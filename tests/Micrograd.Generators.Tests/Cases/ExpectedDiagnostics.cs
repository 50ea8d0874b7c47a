namespace Micrograd.Generators.Tests.Cases;

/// <summary>
/// The cases that the generator does not differentiate yet, each with the diagnostic that says so. A case that starts to work,
/// or gets another diagnostic, fails until its line here is taken out or changed.
/// </summary>
internal static class ExpectedDiagnostics
{
    public static IReadOnlyDictionary<string, string> ById { get; } = new Dictionary<string, string>
    {
        ["L01"] = "MGRAD0201", // call without source or rule
        ["L05"] = "MGRAD0106", // try
        ["L09"] = "MGRAD0001", // type that is not partial
        ["L13"] = "MGRAD0310", // random numbers: a warning, the gradient is generated
    };
}
