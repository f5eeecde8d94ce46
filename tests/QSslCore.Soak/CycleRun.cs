using System.Net;
using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>Connect, handshake, close, again and again, in all styles: nothing grows once everything has been used.</summary>
internal static class CycleRun
{
    // The event loop comes and goes with its threads.
    private const int HandleMargin = 8;
    private const long ResidentMargin = 16 << 20;
    private const long HeapMargin = 1 << 20;

    public static async Task RunAsync(int first, int total, Checks checks)
    {
        Console.WriteLine($"{total} cycles of connect, handshake, close");
        using QSslServer server = new() { SslConfiguration = TrafficPair.ServerConfiguration() };
        int open = 0;
        server.PendingConnectionAvailable += (_, _) =>
        {
            while (server.NextPendingConnection() is { } connection)
            {
                Interlocked.Increment(ref open);
                connection.Disconnected += (_, _) =>
                {
                    Interlocked.Decrement(ref open);
                    connection.Dispose();
                };
            }
        };
        if (!server.Listen(IPAddress.Loopback))
            throw new IOException(server.ErrorString);

        QSslConfiguration configuration = TrafficPair.ClientConfiguration();
        await CyclesAsync(first);
        Usage before = Usage.Measure();
        await CyclesAsync(total - first);
        Usage after = await SettledAsync(before);

        Console.WriteLine($"  after {first}: {before}");
        Console.WriteLine($"  after {total}: {after}");
        int handles = after.Handles - before.Handles;
        long resident = after.Resident - before.Resident, heap = after.Heap - before.Heap;
        Flat("handles", handles <= HandleMargin, $"{handles:+0;-0;0}, margin {HandleMargin}");
        Flat("resident memory", resident <= ResidentMargin,
            $"{Usage.Mebibytes(resident)} more, margin {Usage.Mebibytes(ResidentMargin)}");
        Flat("managed heap", heap <= HeapMargin, $"{Usage.Mebibytes(heap)} more, margin {Usage.Mebibytes(HeapMargin)}");

        // All of them are lost where something grows.
        void Flat(string what, bool good, string detail) => checks.Row(
            "Resources", $"connect, handshake, close: {what} flat", new(total - first, good ? 0 : total - first, detail));

        async Task CyclesAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using QSslSocket client = new() { SslConfiguration = configuration, PeerVerifyName = TestPki.ServerName };
                if (i % 2 == 0)
                    Wait(client, server.ServerPort);
                else
                    await client.ConnectToHostEncryptedAsync("127.0.0.1", server.ServerPort);
                // In good order, and by simply going away.
                if (i % 4 == 0)
                    Disconnect(client);
                else if (i % 4 == 1)
                    await client.DisconnectFromHostAsync();
            }
            // The server's ends end on their own time.
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref open) == 0, 30_000))
                throw new TimeoutException($"{open} connections of the server did not end.");
        }
    }

    /// <summary>Limits that were set and not needed pass by themselves, and what they hold goes with them; a leak stays.</summary>
    private static async Task<Usage> SettledAsync(Usage before)
    {
        Usage now = Usage.Measure();
        for (int second = 0; second < 15 && now.Heap - before.Heap > HeapMargin / 2; second++)
        {
            await Task.Delay(1_000);
            now = Usage.Measure();
        }
        return now;
    }

    private static void Wait(QSslSocket client, int port)
    {
        client.ConnectToHostEncrypted("127.0.0.1", port);
        if (!client.WaitForEncrypted())
            throw new IOException(client.ErrorString);
    }

    private static void Disconnect(QSslSocket client)
    {
        client.DisconnectFromHost();
        if (client.State != SocketState.UnconnectedState && !client.WaitForDisconnected())
            throw new IOException(client.ErrorString);
    }
}
