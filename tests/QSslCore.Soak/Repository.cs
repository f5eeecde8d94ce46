using System.Diagnostics;
using System.Reflection;

namespace QSslCore.Soak;

/// <summary>The working copy that this program was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The PowerShell that build.sh has brought, or the one on PATH; null for none.</summary>
    public static string? FindPowerShell()
    {
        string brought = Path.Combine(Root, "artifacts", "tools", OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        foreach (string program in new[] { brought, "pwsh" })
        {
            try
            {
                using Process shell = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
                shell.WaitForExit();
                if (shell.ExitCode == 0)
                    return program;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not this one.
            }
        }
        return null;
    }
}
