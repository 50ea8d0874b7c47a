using System.Reflection;

namespace Micrograd.Package.Tests;

/// <summary>The package, packed once into a folder of its own, and a cache that has never seen an earlier one.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "micrograd-package-" + Guid.NewGuid().ToString("N"));

    public string PackageFile => Path.Combine(Feed, $"Micrograd.{Version}.nupkg");

    public string Version { get; } = Metadata("PackageVersion");

    private string Feed => Path.Combine(_root, "feed");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        string project = Path.Combine(Metadata("RepositoryRoot"), "src", "Micrograd", "Micrograd.csproj");
        await DotnetCommand.RunAsync(_root, "pack", project, "--output", Feed, "--configuration", Configuration, "--verbosity", "quiet", "--nologo");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Makes a console project that has nothing but the package, runs it, and returns what it prints.</summary>
    public async Task<string> RunProgramAsync(string name, string program)
    {
        string directory = Path.Combine(_root, name);
        Directory.CreateDirectory(directory);
        await WriteAsync(directory, "Directory.Build.props", "<Project />");
        await WriteAsync(directory, "Directory.Build.targets", "<Project />");
        await WriteAsync(directory, "Directory.Packages.props", "<Project />");
        await WriteAsync(directory, "nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        await WriteAsync(directory, name + ".csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>{Path.Combine(_root, "packages")}</RestorePackagesPath>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Micrograd" Version="[{Version}]" />
              </ItemGroup>
            </Project>
            """);
        await WriteAsync(directory, "Program.cs", program);
        await DotnetCommand.RunAsync(directory, "build", "--configuration", "Release", "--verbosity", "quiet", "--nologo");
        return await DotnetCommand.RunAsync(directory, Path.Combine("bin", "Release", "net10.0", name + ".dll"));
    }

    // The configuration that the tests themselves are built in: nothing is compiled twice.
    private static string Configuration =>
        typeof(PackedPackage).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";

    private static Task WriteAsync(string directory, string file, string text) => File.WriteAllTextAsync(Path.Combine(directory, file), text);

    private static string Metadata(string key) => typeof(PackedPackage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
