using System.Reflection;

namespace Micrograd.Package.Tests;

/// <summary>
/// The package, packed once into a folder that serves as a feed, with a cache that has never seen an earlier one; and, made with it,
/// the packages and the program of <c>Consumers</c>, copied out of the repository, restored and not built yet.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "micrograd-package-" + Guid.NewGuid().ToString("N"));

    public string PackageFile => Path.Combine(Feed, $"Micrograd.{Version}.nupkg");

    /// <summary>With a fourth part, unlike any that is published: a package from elsewhere is never taken for the one under test.</summary>
    public string Version { get; } = Metadata("PackageVersion") + ".1";

    private string Feed => Path.Combine(_root, "feed");

    private string App => Path.Combine(_root, "App");

    public async Task InitializeAsync()
    {
        string repository = Metadata("RepositoryRoot");
        CopyFolder(Path.Combine(repository, "tests", "Micrograd.Package.Tests", "Consumers"), _root);
        Directory.CreateDirectory(Feed);
        await WriteSourcesAsync();
        await DotnetCommand.RunAsync(
            _root, "pack", Path.Combine(repository, "src", "Micrograd", "Micrograd.csproj"), "--output", Feed, "--configuration", Configuration, $"-p:PackageVersion={Version}", "--verbosity", "quiet", "--nologo");
        await DotnetCommand.RunAsync(_root, "msbuild", "Consumers.proj", "-verbosity:quiet", "-nologo");
    }

    public Task DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable("MICROGRAD_KEEP_CONSUMERS") is not "1")
        {
            Directory.Delete(_root, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>Makes a console project that has nothing but the package, runs it, and returns what it prints.</summary>
    public async Task<string> RunProgramAsync(string name, string program)
    {
        string directory = Path.Combine(_root, name);
        Directory.CreateDirectory(directory);
        await WriteAsync(directory, "Directory.Build.props", """<Project><Import Project="../Package.props" /></Project>""");
        await WriteAsync(directory, name + ".csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Micrograd" Version="[$(MicrogradVersion)]" />
              </ItemGroup>
            </Project>
            """);
        await WriteAsync(directory, "Program.cs", program);
        await DotnetCommand.RunAsync(directory, "build", "--configuration", "Release", "--verbosity", "quiet", "--nologo");
        return await DotnetCommand.RunAsync(directory, Path.Combine("bin", "Release", "net10.0", name + ".dll"));
    }

    /// <summary>Builds the program of <c>Consumers</c> to be run by the shared runtime; returns the assembly's path.</summary>
    public async Task<string> BuildAppAsync(string languageVersion)
    {
        string variant = "Language" + languageVersion;
        await DotnetCommand.RunAsync(
            App, ["build", .. Options(variant), $"-p:LangVersion={languageVersion}", "-p:PublishTrimmed=false", "-p:PublishAot=false", "-p:SelfContained=false"]);
        return Path.Combine(App, "bin", variant, "App.dll");
    }

    /// <summary>Publishes the program of <c>Consumers</c>, trimmed or native; returns the executable's path.</summary>
    public async Task<string> PublishAppAsync(bool native)
    {
        string variant = native ? "Native" : "Trimmed";
        await DotnetCommand.RunAsync(
            App, ["publish", .. Options(variant), $"-p:PublishAot={(native ? "true" : "false")}", "-p:PublishTrimmed=true", "-p:SelfContained=true"]);
        return Path.Combine(App, "bin", variant, "publish", OperatingSystem.IsWindows() ? "App.exe" : "App");
    }

    private static string[] Options(string variant) =>
        ["--no-restore", "--configuration", "Release", "--verbosity", "quiet", "--nologo", $"-p:Variant={variant}"];

    // The configuration that the tests themselves are built in: nothing is compiled twice.
    private static string Configuration =>
        typeof(PackedPackage).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";

    private async Task WriteSourcesAsync()
    {
        await WriteAsync(_root, "Directory.Build.targets", "<Project />");
        await WriteAsync(_root, "Directory.Packages.props", "<Project />");
        await WriteAsync(_root, "nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        await WriteAsync(_root, "Package.props", $"""
            <Project>
              <PropertyGroup>
                <MicrogradVersion>{Version}</MicrogradVersion>
                <FeedDirectory>{Feed}</FeedDirectory>
                <RestorePackagesPath>{Path.Combine(_root, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{Metadata("PackageRoot")}</RestoreFallbackFolders>
              </PropertyGroup>
            </Project>
            """);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static Task WriteAsync(string directory, string file, string text) => File.WriteAllTextAsync(Path.Combine(directory, file), text);

    private static string Metadata(string key) => typeof(PackedPackage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}

/// <summary>All tests of the package share it, one after the other: each start of <c>dotnet</c> keeps a small machine busy.</summary>
[CollectionDefinition(nameof(PackedPackage))]
public sealed class PackedPackageCollection : ICollectionFixture<PackedPackage>;
