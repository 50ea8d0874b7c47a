using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

internal static class GeneratorUnderTest
{
    public static IIncrementalGenerator Create() =>
        (IIncrementalGenerator)Activator.CreateInstance(Assembly.Load("Micrograd.Generators").GetType("Micrograd.Generators.MicrogradGenerator", throwOnError: true)!)!;
}
