using System.Reflection;
using Micrograd.Generators;

namespace Micrograd.Mutants;

/// <summary>The switch that Stryker builds into the mutated generator: which mutant is alive.</summary>
internal static class MutantSwitch
{
    public const int None = -1;

    private static readonly FieldInfo? Active = typeof(MicrogradGenerator).Assembly.GetTypes().FirstOrDefault(static t => t.Name == "MutantControl")?.GetField("ActiveMutant");

    public static bool Exists => Active is not null;

    public static void Activate(int mutant) => Active?.SetValue(null, mutant);
}
