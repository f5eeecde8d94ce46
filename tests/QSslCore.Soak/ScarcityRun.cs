using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>
/// The system gives no more descriptors, no answer to a name, no room on a disk: each in a child process that is short of it. What fails
/// says so, nothing is thrown from elsewhere or waits for ever, and everything works again once there is enough.
/// </summary>
internal static class ScarcityRun
{
    private const string Section = "Peers and resources";
    private const int LimitMilliseconds = 200;
    private const string CannotBeDone = "exit 77";
    private const string Nowhere = "/etc/resolv.conf";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_childLimit = TimeSpan.FromMinutes(3);

    public static void Run(int count, Checks checks)
    {
        Console.WriteLine("A system that is short of something");
        if (OperatingSystem.IsWindows())
        {
            checks.LeaveOut("out of descriptors, hanging name service, full disk", "a child process is limited by sh, ulimit and unshare");
            return;
        }
        Add("out of descriptors: connections that fail or work, and work again", $"ulimit -n 160 || {CannotBeDone}", "descriptors");
        Add("a name service that never answers: waits, await, events, host checks", $$"""
            command -v unshare ip >/dev/null || { echo 'unshare and ip are not installed' >&2; {{CannotBeDone}}; }
            file=$(mktemp) && echo 'nameserver 127.0.0.1' >"$file"
            exec unshare -mn sh -c 'ip link set lo up && mount --bind "$0" {{Nowhere}} || exit 77
            rm -f "$0"
            exec "$@"' "$file" "$@"
            """, "lookup");
        Add("a full disk under a key log: the connection goes on, a warning says why", $$"""
            folder=$(mktemp -d)
            code=0
            unshare -m sh -c 'mount -t tmpfs -o size=16k none "$0" && cd "$0" || exit 77
            exec "$@"' "$folder" "$@" || code=$?
            rmdir "$folder"
            exit "$code"
            """, "disk");

        void Add(string what, string script, string child)
        {
            string guard = script.Contains("unshare", StringComparison.Ordinal)
                ? $"unshare -mn true 2>/dev/null || {{ echo 'it needs root to unshare mounts and networks' >&2; {CannotBeDone}; }}\n"
                : "";
            Tally? tally = ChildProgram.Run(guard + script, s_childLimit,
                ["child", child, count.ToString(System.Globalization.CultureInfo.InvariantCulture)], out string reason);
            if (tally is { } told)
                checks.Row(Section, what, told);
            else
                checks.LeaveOut(what, reason);
        }
    }

    /// <summary>What the child does.</summary>
    public static Tally Child(string what, int count) => what switch
    {
        "descriptors" => Descriptors(count),
        "lookup" => Lookup(count),
        _ => Disk(count),
    };

    private static Tally Descriptors(int count)
    {
        // Its descriptors run out, too.
        using QSslServer server = Listen();
        int refusals = 0;
        server.AcceptError += (_, _) => Interlocked.Increment(ref refusals);
        Tally all = default;
        List<QSslSocket> open = [];
        int failed = 0;
        for (int i = 0; i < 100 + count; i++)
        {
            QSslSocket? client = null;
            all += Tally.Of($"connection {i}", () =>
            {
                client = Connect(server);
                if (client.WaitForEncrypted(LimitMilliseconds))
                    return;
                failed++;
                Expect(client.ErrorString.Length > 0 && client.Error != QSocketError.UnknownSocketError, "no error was told");
            });
            if (client is not null)
                open.Add(client);
        }
        all += Tally.Of("it never ran out", () => Expect(failed > 0, $"all {open.Count} connections worked"));
        open.ForEach(client => client.Dispose());
        all += Tally.Of("afterwards", () =>
        {
            using QSslSocket client = Connect(server);
            Expect(client.WaitForEncrypted(), client.ErrorString);
        });
        return all.Told($"{failed} failed, each with its reason; the server was refused {refusals} times");
    }

    /// <summary>A server that keeps what it accepts until the client ends it.</summary>
    private static QSslServer Listen()
    {
        QSslServer server = new() { SslConfiguration = TrafficPair.ServerConfiguration(), MaxPendingConnections = 1_000 };
        server.PendingConnectionAvailable += (_, _) =>
        {
            while (server.NextPendingConnection() is { } connection)
                connection.Disconnected += (_, _) => connection.Dispose();
        };
        return server.Listen(IPAddress.Loopback) ? server : throw new IOException(server.ErrorString);
    }

    private static QSslSocket Connect(QSslServer server, string keyLog = "")
    {
        QSslConfiguration configuration = TrafficPair.ClientConfiguration();
        configuration.KeyLogFile = keyLog;
        QSslSocket client = new() { SslConfiguration = configuration, PeerVerifyName = TestPki.ServerName };
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        return client;
    }

    private static Tally Lookup(int count)
    {
        // Takes every question, and answers none.
        using Socket silent = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, ProtocolType.Udp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 53));
        using StormTarget target = new(StormTargetKind.SslServer, "");
        Tally all = default;
        for (int i = 0; i < count; i++)
        {
            string name = $"host{i}.example.test";
            all += InTime("waits", () =>
            {
                using QSslSocket client = new();
                client.ConnectToHostEncrypted(name, 443);
                Expect(!client.WaitForEncrypted(LimitMilliseconds), "it is encrypted");
                Expect(client.Error == QSocketError.SocketTimeoutError, $"{client.Error}");
                client.Abort();
            });
            all += InTime("await", () =>
            {
                using CancellationTokenSource limit = new(LimitMilliseconds);
                using QSslSocket client = new();
                Task connect = client.ConnectToHostEncryptedAsync(name, 443, cancellationToken: limit.Token);
                Expect(Task.WhenAny(connect, Task.Delay(s_patience)).Result == connect && connect.IsCanceled, "it was not canceled");
            });
            all += InTime("events", () =>
            {
                using QSslSocket client = new();
                client.Encrypted += (_, _) => { };
                client.ConnectToHostEncrypted(name, 443);
                client.Abort();
                Expect(client.State == SocketState.UnconnectedState, $"{client.State}");
            });
            all += InTime("host check", () =>
            {
                HostCheck check = new() { HostName = name, Timeout = TimeSpan.FromMilliseconds(LimitMilliseconds) };
                HostCheckResult result = check.RunAsync().GetAwaiter().GetResult();
                Expect(result.Outcome == HostCheckOutcome.Unreachable && result.Failure.Length > 0, $"{result.Outcome}");
            });
            all += InTime("an address beside it", () => target.Serve());
        }
        return all;
    }

    private static Tally Disk(int count)
    {
        using QSslServer server = Listen();
        int warnings = 0;
        QSslWarnings.Raised += (_, e) => Interlocked.Increment(ref warnings);
        Tally all = default;
        for (int i = 0; i < 100 + count; i++)
        {
            all += InTime($"connection {i}", () =>
            {
                using QSslSocket client = Connect(server, i % 2 == 0 ? Path.GetFullPath("keys.log") : "/dev/full");
                Expect(client.WaitForEncrypted(), client.ErrorString);
            });
        }
        return (all + Tally.Of("the warnings", () => Expect(warnings > 0, "the disk is full and no warning was raised")))
            .Told($"{warnings} warnings");
    }

    private static Tally InTime(string where, Action attempt) => Tally.Of(where, () =>
    {
        long started = Stopwatch.GetTimestamp();
        attempt();
        Expect(Stopwatch.GetElapsedTime(started) < s_patience, "it took too long");
    });

    private static void Expect(bool good, string otherwise)
    {
        if (!good)
            throw new InvalidOperationException(otherwise);
    }
}
