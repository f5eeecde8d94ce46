using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using QSslCore;
using QSslCore.Tests.Support;

namespace QSslBench;

/// <summary>What a profile of a host costs, beside sslscan and testssl.sh on the same servers.</summary>
internal static class Profiles
{
    private const int Hosts = 200;
    private const int InFlight = 20;

    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Measures, and prints the tables.</summary>
    /// <param name="isQuick">Fewer runs, and not testssl.sh, which takes minutes.</param>
    /// <param name="leftOut">What was not measured, and why.</param>
    /// <returns>The lines of the table, the heading first.</returns>
    public static List<string[]> Measure(bool isQuick, List<string> leftOut)
    {
        List<string[]> lines = [["server", "ours", "CPU", "connections", "with 50 ms", "sslscan", "testssl.sh"]];
        string folder = Directory.CreateTempSubdirectory("qssl-bench").FullName;
        try
        {
            string chain = Path.Combine(folder, "chain.pem"), key = Path.Combine(folder, "key.pem");
            File.WriteAllText(chain, string.Concat(TestPki.ServerRsa.Chain.Select(c => c.ToPem())));
            File.WriteAllText(key, TestPki.ServerRsa.KeyPem);
            int port = FreePorts(1)[0];
            Add("openssl, default", "openssl",
                ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", chain, "-cert_chain", chain, "-key", key, "-www"], port);
            int[] ports = FreePorts(Hosts);
            string configuration = Path.Combine(folder, "nginx.conf");
            File.WriteAllText(configuration, Nginx(folder, chain, key, ports));
            Add("nginx, default", "nginx", ["-p", folder, "-c", configuration, "-e", "stderr"], ports[0], ports);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return lines;

        void Add(string name, string program, string[] arguments, int port, int[]? fleet = null)
        {
            if (Start(program, arguments) is not { } server)
            {
                leftOut.Add($"Profiles of {program}: the program is not there");
                return;
            }
            using (server)
            {
                try
                {
                    WaitForPort(port);
                    lines.Add(Row(name, port, isQuick, leftOut));
                    if (fleet is not null)
                        lines.Add(Fleet(fleet));
                }
                finally
                {
                    server.Kill(entireProcessTree: true);
                    server.WaitForExit();
                }
            }
        }
    }

    private static string[] Row(string name, int port, bool isQuick, List<string> leftOut)
    {
        int runs = isQuick ? 3 : 9;
        List<double> walls = [], costs = [];
        SslHostProfile profile = new();
        // The first runs load and compile code.
        for (int i = -runs; i < runs; i++)
        {
            Settle(port);
            TimeSpan before = Environment.CpuUsage.TotalTime;
            profile = Profile(port);
            if (i < 0)
                continue;
            walls.Add(profile.Duration.TotalMilliseconds);
            costs.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }
        double far;
        Settle(port);
        using (DelayingRelay relay = new(port, s_delay))
            far = Profile(relay.Port).Duration.TotalMilliseconds;
        return
        [
            name, Milliseconds(Statistics.Quantile(walls, 0.5)), Milliseconds(Statistics.Quantile(costs, 0.5)),
            profile.Connections.ToString(CultureInfo.InvariantCulture), Milliseconds(far),
            Foreign(port, "sslscan", [$"127.0.0.1:{port}"], leftOut),
            isQuick ? "" : Foreign(port, "testssl", ["--quiet", "--warnings", "off", "--color", "0", "--nodns", "none", "--ip", "127.0.0.1",
                $"localhost:{port}"], leftOut),
        ];
    }

    private static string[] Fleet(int[] ports)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Stopwatch watch = Stopwatch.StartNew();
        Parallel.ForEachAsync(ports, new ParallelOptions { MaxDegreeOfParallelism = InFlight },
            async (port, token) => await SurveyOf(port).RunAsync(token).ConfigureAwait(false)).Wait();
        double cost = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / ports.Length;
        using Process self = Process.GetCurrentProcess();
        return
        [
            $"nginx, {ports.Length} hosts, {InFlight} in flight", Milliseconds(watch.Elapsed.TotalMilliseconds),
            $"{Milliseconds(cost)} each", "", "", $"peak {self.PeakWorkingSet64 >> 20} MB", "",
        ];
    }

    private static HostSurvey SurveyOf(int port) => new("127.0.0.1", port) { PeerName = TestPki.ServerName };

    private static SslHostProfile Profile(int port) => SurveyOf(port).RunAsync().GetAwaiter().GetResult() is { Failure: "" } profile
        ? profile
        : throw new InvalidOperationException("The server cannot be profiled.");

    /// <summary>Waits until the server serves again. The openssl program serves one client at a time, and sleeps for a second where that
    /// one has begun a handshake within its session, as every program here does at its end.</summary>
    private static void Settle(int port) =>
        new HostSurvey("127.0.0.1", port) { Sections = SslProfileSections.Groups }.RunAsync().GetAwaiter().GetResult();

    /// <summary>How long another program takes for the same server.</summary>
    private static string Foreign(int port, string program, string[] arguments, List<string> leftOut)
    {
        Settle(port);
        Stopwatch watch = Stopwatch.StartNew();
        if (Start(program, arguments) is not { } process)
        {
            leftOut.Add($"Profiles by {program}: the program is not there");
            return "not there";
        }
        using (process)
        {
            process.WaitForExit();
            return Milliseconds(watch.Elapsed.TotalMilliseconds);
        }
    }

    private static Process? Start(string program, string[] arguments)
    {
        try
        {
            Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] probes = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener probe in probes)
            probe.Start();
        int[] ports = [.. probes.Select(probe => ((IPEndPoint)probe.LocalEndpoint).Port)];
        foreach (TcpListener probe in probes)
            probe.Stop();
        return ports;
    }

    private static void WaitForPort(int port)
    {
        bool isOpen = SpinWait.SpinUntil(() =>
        {
            try
            {
                using TcpClient client = new("127.0.0.1", port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, s_patience);
        if (!isOpen)
            throw new InvalidOperationException($"Nothing listens on port {port}.");
    }

    private static string Nginx(string folder, string chain, string key, int[] ports) => $$"""
        daemon off; master_process off; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log;
        events { worker_connections 1024; }
        http {
            access_log off; client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f;
            uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
            server {
                {{string.Concat(ports.Select(port => $"listen 127.0.0.1:{port} ssl;\n"))}}
                ssl_certificate {{chain}}; ssl_certificate_key {{key}};
                return 204;
            }
        }
        """;

    private static string Milliseconds(double value) => value < 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{value:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.0} s");
}
