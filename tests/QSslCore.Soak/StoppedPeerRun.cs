using System.Diagnostics;
using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>A peer that stops reading: what waits ends with its limit, the connection can be ended, and the server serves others.</summary>
internal static class StoppedPeerRun
{
    private const string Section = "Peers and resources";
    private const int LimitMilliseconds = 100;

    /// <summary>Loose, for a machine with much else to do.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>More than the buffers of the system and of the peer take.</summary>
    private static readonly byte[] s_much = new byte[24 << 20];

    public static void Run(int rounds, Checks checks)
    {
        Console.WriteLine("Peers that stop reading");
        foreach (string backend in ExchangePair.Backends)
        {
            Tally all = default;
            for (int i = 0; i < rounds; i++)
            {
                foreach (bool isServer in new[] { false, true })
                {
                    foreach (string style in new[] { "waits", "events", "async" })
                        all += Tally.Of($"{style}, {(isServer ? "server" : "client")} writes", () => Try(backend, isServer, style));
                }
            }
            checks.Row(Section, $"{backend}: peers that stop reading, both roles, waits, events and async", all);
        }
    }

    private static void Try(string backend, bool isServer, string style)
    {
        // Nothing drives the peer, and its read buffer is full at once.
        using TrafficPair pair = TrafficPair.Connect(readBufferSize: 1024, backend);
        QSslSocket writer = isServer ? pair.Server : pair.Client;
        long started = Stopwatch.GetTimestamp();
        switch (style)
        {
            case "waits":
                writer.Write(s_much);
                while (writer.WaitForBytesWritten(LimitMilliseconds))
                {
                }
                break;
            case "events":
                writer.BytesWritten += (_, _) => { };
                writer.Write(s_much);
                break;
            default:
                using (CancellationTokenSource limit = new(LimitMilliseconds))
                {
                    ValueTask write = writer.WriteAsync(s_much, limit.Token);
                    Expect(write.AsTask().ContinueWith(t => t.IsCanceled, TaskScheduler.Default).WaitAsync(s_patience).Result,
                        "the write was not canceled");
                }
                break;
        }
        Expect(style == "async" || writer.BytesToWrite > 0, "all of it went to a peer that does not read");
        writer.Abort();
        Expect(writer.State == SocketState.UnconnectedState, $"{writer.State} after Abort");
        Expect(Stopwatch.GetElapsedTime(started) < s_patience, "it took too long");
    }

    private static void Expect(bool good, string otherwise)
    {
        if (!good)
            throw new InvalidOperationException(otherwise);
    }
}
