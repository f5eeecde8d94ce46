using System.ComponentModel;
using System.Diagnostics;

namespace QSslBench.Peers;

/// <summary>The plain C programs, compiled when there is a compiler.</summary>
internal static class NativePrograms
{
    /// <summary>Compiles <c>bench/native</c>.</summary>
    /// <param name="folder">Where the programs go.</param>
    /// <param name="reason">Why there are none, else empty.</param>
    public static bool TryCompile(string folder, out string reason)
    {
        Directory.CreateDirectory(folder);
        reason = "";
        foreach (string name in new[] { "server", "client" })
        {
            string source = Path.Combine(Repository.Root, "bench", "native", $"{name}.c");
            string[] arguments = ["-O2", "-Wall", "-o", Program(folder, name), source, "-lssl", "-lcrypto", "-lpthread"];
            try
            {
                using Process compiler = Process.Start(new ProcessStartInfo("cc", arguments) { RedirectStandardError = true })!;
                string complaint = compiler.StandardError.ReadToEnd();
                compiler.WaitForExit();
                if (compiler.ExitCode == 0)
                    continue;
                string? error = complaint.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal));
                reason = $"cc cannot compile it: {error?.Trim()}";
            }
            catch (Win32Exception)
            {
                reason = "there is no C compiler (cc)";
            }
            return false;
        }
        return true;
    }

    public static string Program(string folder, string name) => Path.Combine(folder, name);
}
