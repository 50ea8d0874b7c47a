using System.ComponentModel;
using System.Diagnostics;

namespace Micrograd.Package.Tests;

/// <summary>A fact that needs a C compiler and linker, which native compilation uses and no SDK brings. Without them it is skipped, and says what is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolchainFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(FindMissing);

    public ToolchainFactAttribute()
    {
        Skip = Missing.Value;
    }

    private static string? FindMissing()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        // In the order of the SDK, which takes gcc where there is no clang.
        return Links("clang") || Links("gcc")
            ? null
            : "NATIVE COMPILATION NOT TESTED: neither clang nor gcc on the PATH can link a program. Install one, e.g. apt-get install clang zlib1g-dev.";
    }

    // Links the smallest program: a compiler without a linker or the C library is of no use.
    private static bool Links(string compiler)
    {
        string output = Path.Combine(Path.GetTempPath(), "micrograd-link-" + Guid.NewGuid().ToString("N"));
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(compiler, ["-x", "c", "-", "-o", output])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
            })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardInput.Write("int main(void) { return 0; }");
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
        finally
        {
            File.Delete(output);
        }
    }
}
