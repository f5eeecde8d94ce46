using System.Diagnostics;
using System.Globalization;

namespace QSslCore.Soak;

/// <summary>This program once more, in a process that is short of something.</summary>
internal static class ChildProgram
{
    private const string Result = "tally:";

    /// <summary>Runs a script of <c>sh</c> that ends with this program as <c>"$@"</c>.</summary>
    /// <param name="script">What takes things away first.</param>
    /// <param name="limit">When it is given up.</param>
    /// <param name="arguments">What the child does.</param>
    /// <returns>What the child told; null when the script cannot do its part here, which <paramref name="reason"/> says.</returns>
    /// <param name="reason">What it complained of.</param>
    public static Tally? Run(string script, TimeSpan limit, string[] arguments, out string reason)
    {
        string program = Path.ChangeExtension(typeof(ChildProgram).Assembly.Location, null);
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"{script}\nexec \"$@\"", "sh", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> complaint = shell.StandardError.ReadToEndAsync(), output = shell.StandardOutput.ReadToEndAsync();
        if (!shell.WaitForExit(limit))
        {
            shell.Kill(entireProcessTree: true);
            reason = "";
            return new(1, 1, $"it did not end within {limit.TotalSeconds} s");
        }
        string? told = output.Result.Split('\n').FirstOrDefault(line => line.StartsWith(Result, StringComparison.Ordinal));
        reason = complaint.Result.Trim().ReplaceLineEndings(" ");
        if (told is not null && shell.ExitCode == 0)
            return Read(told[Result.Length..]);
        // The script says what it cannot do, and ends with 77; anything else is the program's own end.
        return shell.ExitCode == 77 ? null : new(1, 1, $"it ended with code {shell.ExitCode}: {reason}");
    }

    /// <summary>Tells the parent.</summary>
    public static int Tell(Tally tally)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Result}{tally.Tried} {tally.Lost} {tally.Detail}"));
        return 0;
    }

    private static Tally Read(string text)
    {
        string[] words = text.Split(' ', 3);
        return new(long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture), words[2]);
    }
}
