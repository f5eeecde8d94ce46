using System.Diagnostics;
using System.Globalization;

namespace QSslBench.Peers;

/// <summary>A client in a process of its own, or a server; both end when their standard input does.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int ExitMilliseconds = 5_000;

    private readonly Process _process;
    private readonly string _what;

    public WorkerProcess(string what, string program, params string[] arguments)
    {
        _what = what;
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        Greeting = Hear();
    }

    /// <summary>The first line it said.</summary>
    public string Greeting { get; }

    /// <summary>This very program in another role.</summary>
    public static WorkerProcess Self(string what, params string[] arguments)
    {
        string program = Path.ChangeExtension(typeof(WorkerProcess).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        return new(what, program, arguments);
    }

    /// <summary>Has a slice of work done.</summary>
    public Slice Do(string row, long amount)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row} {amount}"));
        _process.StandardInput.Flush();
        string[] answer = Hear().Split(' ');
        return new(long.Parse(answer[0], CultureInfo.InvariantCulture), long.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(ExitMilliseconds))
            _process.Kill();
        _process.Dispose();
    }

    private string Hear()
    {
        string? line = _process.StandardOutput.ReadLine();
        if (line is null || line.StartsWith("error:", StringComparison.Ordinal))
            throw new InvalidOperationException($"{_what} failed: {line ?? "it ended"}");
        return line;
    }
}
