using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

internal static class GeneratorUnderTest
{
    public static IIncrementalGenerator Create() => new MicrogradGenerator();
}
