using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace QSslBench;

/// <summary>How long Ctrl+C takes in a cmdlet that waits: measured by a script, in PowerShell, against the built package.</summary>
internal static class Interrupts
{
    /// <returns>Per cmdlet, each sample in milliseconds.</returns>
    /// <param name="samples">How many for each cmdlet.</param>
    /// <param name="reason">Why it was not measured, else empty.</param>
    public static IReadOnlyList<(string Cmdlet, IReadOnlyList<double> Milliseconds)> Measure(int samples, out string reason)
    {
        string manifest = Path.Combine(Repository.Root, "out", "QSslModule", "QSslModule.psd1");
        if (!File.Exists(manifest))
        {
            reason = "the package is not built (./build.sh package)";
            return [];
        }
        string script = Path.Combine(Repository.Root, "bench", "Measure-Interrupt.ps1");
        string brought = Path.Combine(Repository.Root, "artifacts", "tools", OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        ProcessStartInfo start = new(File.Exists(brought) ? brought : "pwsh", ["-NoProfile", "-NonInteractive", "-File", script, manifest,
            samples.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using Process shell = Process.Start(start)!;
            shell.StandardInput.Close();
            string output = shell.StandardOutput.ReadToEnd();
            shell.WaitForExit();
            reason = shell.ExitCode == 0 ? "" : $"{Path.GetFileName(script)} ended with code {shell.ExitCode}";
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)];
        }
        catch (Win32Exception)
        {
            reason = "pwsh is neither in artifacts/tools, where build.sh brings it, nor on PATH";
            return [];
        }
    }

    private static (string Cmdlet, IReadOnlyList<double> Milliseconds) Read(string line)
    {
        string[] words = line.Trim().Split(' ');
        return (words[0], [.. words[1..].Select(w => double.Parse(w, CultureInfo.InvariantCulture))]);
    }
}
