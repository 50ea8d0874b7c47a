namespace Micrograd.Generators.Tests.Architecture;

/// <summary>The source tree that this assembly was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Generator => Path.Combine(Root, "generator", "Micrograd.Generators");

    /// <summary>The C# files under a folder of the repository, without build output.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folders) =>
        from folder in folders
        let path = Path.Combine(Root, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !relative.Split('/').Any(static part => part is "bin" or "obj" or "__snapshots__")
        select relative;

    public static string Read(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    // Paths from the compiler are rewritten in deterministic CI builds, so the search starts at the test assembly.
    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Micrograd.Generators.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("Micrograd.Generators.sln is not above the test assembly.");
    }
}
