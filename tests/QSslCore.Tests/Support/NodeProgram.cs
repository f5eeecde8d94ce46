using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QSslCore.Tests.Support;

/// <summary>A Node.js whose TLS has the groups that a quantum computer does not break: that of the system, or one from npm.</summary>
internal static class NodeProgram
{
    // Ends with 0 where its TLS knows the group.
    private const string Knows = "require('tls').createSecureContext({ ecdhCurve: process.argv[1] })";

    private static readonly Lazy<(string Path, string Absence)> s_program = new(Find);

    /// <summary>Its path. Skips the test, by name, where there is none that knows the group.</summary>
    public static string Require(string group)
    {
        (string path, string absence) = s_program.Value;
        if (path.Length == 0)
            Assert.Skip(absence);
        if (!IsFor(path, group))
            Assert.Skip($"needs a Node.js that knows the group {group} (24 or newer)");
        return path;
    }

    private static (string Path, string Absence) Find()
    {
        if (IsFor("node", "X25519MLKEM768"))
            return ("node", "");
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return ("", "needs the program node, 24 or newer");
        string tree = Repository.PathOf("artifacts", "node"), program = Path.Combine(tree, "usr", "local", "bin", "node");
        string said = Run("sh", Repository.PathOf("tools", "ring-node.sh"), tree).Output;
        return File.Exists(program) ? (program, "") : ("", $"needs the program node, 24 or newer. {said.Trim()}");
    }

    private static bool IsFor(string program, string group) => Run(program, "-e", Knows, group).ExitCode == 0;

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
