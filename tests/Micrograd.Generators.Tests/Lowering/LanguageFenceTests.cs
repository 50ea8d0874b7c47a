using Micrograd.Generators.Lowering;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Lowering;

public class LanguageFenceTests
{
    // A kind in neither column would be a construct that a new compiler brought and nobody has thought about.
    [Fact]
    public void EveryKindOfOperation_IsLoweredOrHasADiagnostic()
    {
        HashSet<OperationKind> known = [.. LanguageFence.Handled, .. LanguageFence.Refused.Keys];
        Assert.All(Enum.GetValues<OperationKind>(), k => Assert.Contains(k, known));
    }
}
