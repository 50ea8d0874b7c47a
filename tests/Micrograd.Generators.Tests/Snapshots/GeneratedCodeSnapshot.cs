using Snapshooter;
using Snapshooter.Xunit;

namespace Micrograd.Generators.Tests.Snapshots;

/// <summary>The only place that knows the snapshot library, so that another can take its place.</summary>
internal static class GeneratedCodeSnapshot
{
    /// <summary>Holds the text against the recorded one. A missing record is written, except in CI (CI=true), where it fails.</summary>
    public static void Matches(string name, string text)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Environment.SetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE", "on");
        }

        Snapshot.Match(text.ReplaceLineEndings("\n"), SnapshotNameExtension.Create(name));
    }
}
