using System.Diagnostics;
using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>An export that is killed in its middle, or has no room: the file is the old one or the new one, whole.</summary>
internal static class ExportRun
{
    private const string Section = "Peers and resources";
    private const string Killed = "kill -9 in the middle of an export: the old file or the new one, whole";
    private const string Full = "a full disk under an export: an error, the old file as it was, nothing left beside it";
    private const int LargeCount = 3_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    public static void Run(int kills, int seed, Checks checks)
    {
        Console.WriteLine("Exports that are killed, or have no room");
        string manifest = Path.Combine(Repository.Root, "out", "QSslModule", "QSslModule.psd1");
        string? shell = Repository.FindPowerShell();
        string reason = shell is null ? "there is no pwsh" : !File.Exists(manifest) ? "the package is not built (./build.sh package)" : "";
        if (reason.Length > 0)
        {
            checks.LeaveOut(Killed, reason);
            checks.LeaveOut(Full, reason);
            return;
        }
        string folder = Directory.CreateTempSubdirectory("qssl-soak-").FullName;
        try
        {
            string pem = TestPki.Server.Certificate.ToPem(), small = Path.Combine(folder, "small.pem"),
                large = Path.Combine(folder, "large.pem");
            File.WriteAllText(small, pem);
            File.WriteAllText(large, string.Concat(Enumerable.Repeat(pem, LargeCount)));
            string[] script = ["-NoProfile", "-NonInteractive", "-File",
                Path.Combine(Repository.Root, "tests", "QSslCore.Soak", "Write-Export.ps1"), manifest, small, large];
            checks.Row(Section, Killed, Kill(shell!, script, folder, kills, seed));
            FillDisk(shell!, script, folder, checks);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Tally Kill(string shell, string[] script, string folder, int kills, int seed)
    {
        Random random = new(seed);
        Tally all = default;
        int left = 0, old = 0;
        string one = Clean(File.ReadAllText(Path.Combine(folder, "small.pem"))),
            many = Clean(File.ReadAllText(Path.Combine(folder, "large.pem")));
        for (int i = 0; i < kills; i++)
        {
            string target = Directory.CreateDirectory(Path.Combine(folder, $"{i}")).FullName, file = Path.Combine(target, "out.pem");
            all += Tally.Of($"kill {i}", () =>
            {
                KillOne(shell, [.. script, file], file, random.Next(400));
                string found = Clean(File.ReadAllText(file));
                if (found != one && found != many)
                    throw new InvalidDataException($"the file has {found.Length} characters, and is neither");
                old += found == one ? 1 : 0;
            });
            left += Directory.GetFiles(target).Length - 1;
        }
        return all.Told($"{old} times the small one, {left} temporary files left");
    }

    private static void KillOne(string shell, string[] arguments, string file, int milliseconds)
    {
        using Process process = Process.Start(new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true })!;
        try
        {
            if (process.StandardOutput.ReadLine() != "ready" || !SpinWait.SpinUntil(() => File.Exists(file), s_patience))
                throw new InvalidOperationException("the script did not begin");
            // Any moment will do: it writes all the time.
            Thread.Sleep(milliseconds);
        }
        finally
        {
            // The program of a .NET tool starts another one, which does the work.
            process.Kill(entireProcessTree: true);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
    }

    private static void FillDisk(string shell, string[] script, string folder, Checks checks)
    {
        string place = Directory.CreateDirectory(Path.Combine(folder, "full")).FullName;
        ProcessStartInfo start = new("unshare", ["-m", "sh", "-c",
            "mount -t tmpfs -o size=64k none \"$0\" || exit 77\nexec \"$@\"", place, shell, .. script,
            Path.Combine(place, "out.pem"), "-Full"])
        {
            RedirectStandardOutput = true,
        };
        string told;
        try
        {
            using Process process = Process.Start(start)!;
            told = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            checks.LeaveOut(Full, "unshare is not installed");
            return;
        }
        string[] lines = told.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] bad = [.. lines.Where(line => !line.StartsWith("True ", StringComparison.Ordinal))];
        if (lines.Length == 0)
            checks.LeaveOut(Full, "it needs root to mount a small file system");
        else
            checks.Row(Section, Full, new(lines.Length, bad.Length, bad.FirstOrDefault() ?? ""));
    }

    private static string Clean(string text) => text.ReplaceLineEndings("\n").Trim();
}
