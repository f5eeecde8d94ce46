using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace QSslCore.Tests.Support;

/// <summary>A program from another project as a peer. It runs for one test, and its output is kept.</summary>
internal sealed class ExternalProgram : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static readonly Lazy<bool> s_openSslHears = new(() => !OperatingSystem.IsWindows() || OpenSslHears());

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly object _arrived = new();

    private ExternalProgram(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.Start();
        // The programs receive the line ends that the tests compare, on every system.
        _process.StandardInput.NewLine = "\n";
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public StreamWriter Input => _process.StandardInput;

    public string Output => string.Join('\n', _lines);

    /// <summary>Skips the test by name if the program is not installed.</summary>
    public static void Require(string program, string package)
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        if (!path.Any(directory => File.Exists(Path.Combine(directory, file))))
            Assert.Skip($"needs the program {program} (Debian package {package})");
    }

    /// <summary>
    /// Skips the test by name if openssl is not installed, or if its server and client do not read from the network while they wait for
    /// their input. The Windows versions behave like this unless their input is a console.
    /// </summary>
    public static void RequireOpenSslPeer()
    {
        Require("openssl", "openssl");
        if (!s_openSslHears.Value)
            Assert.Skip("needs an openssl that hears the network while its input is a pipe");
    }

    public static ExternalProgram Start(string program, params string[] arguments) => new(program, arguments);

    /// <summary>Returns a port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Waits until the program listens on a port of loopback. Some programs do not report it.</summary>
    public void WaitForPort(int port)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            using Socket probe = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                Assert.False(_process.HasExited, $"{_process.StartInfo.FileName} ended:\n{Output}");
                Assert.True(watch.Elapsed < s_patience, $"{_process.StartInfo.FileName} does not listen on port {port}:\n{Output}");
                Thread.Yield();
            }
        }
    }

    /// <summary>Waits until a line of the output contains the text.</summary>
    public void WaitForOutput(string text)
    {
        Stopwatch watch = Stopwatch.StartNew();
        lock (_arrived)
        {
            while (!_lines.Any(l => l.Contains(text, StringComparison.Ordinal)))
            {
                TimeSpan left = s_patience - watch.Elapsed;
                if (left <= TimeSpan.Zero || !Monitor.Wait(_arrived, left))
                    Assert.Fail($"'{text}' was not in the output of {_process.StartInfo.FileName}:\n{Output}");
            }
        }
    }

    /// <summary>Waits for the end of the program.</summary>
    /// <param name="patience">For a program that has much to do; null for the usual limit.</param>
    public int WaitForExit(TimeSpan? patience = null)
    {
        Assert.True(_process.WaitForExit(patience ?? s_patience), $"{_process.StartInfo.FileName} did not end:\n{Output}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        try
        {
            // Only servers on Unix start child processes. Wine does not report the start time of a process, which identifies children.
            _process.Kill(entireProcessTree: !OperatingSystem.IsWindows());
        }
        catch (InvalidOperationException)
        {
            // The program has already ended.
        }
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool OpenSslHears()
    {
        using TestFiles files = new();
        (string chain, string key) = files.Write("server", TestPki.ServerRsa);
        int port = FreePort();
        using ExternalProgram server = Start("openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert", chain, "-key", key);
        server.WaitForOutput("ACCEPT");
        using Socket probe = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        probe.Connect(IPAddress.Loopback, port);
        probe.Send("this is no TLS\n"u8);
        // An alert and the end of the connection are both an answer.
        return probe.Poll(s_patience, SelectMode.SelectRead);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_arrived)
        {
            _lines.Enqueue(line);
            Monitor.PulseAll(_arrived);
        }
    }
}
