using System.Globalization;
using System.Net;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Robustness;

/// <summary>
/// Another thread ends a connection at each of its moments, while the event loop drives it or somebody waits: nothing is thrown, nothing
/// hangs, and the server keeps nothing. QSSL_RACES makes the test a long one.
/// </summary>
public sealed class RaceTests
{
    private const int UsualRaces = 12;
    private const int Patience = 20_000;

    public static TheoryData<string, string> Races => new MatrixTheoryData<string, string>(
        ["connecting", "connected", "handshake", "refusal", "encrypted", "data", "closing"],
        [nameof(QSslSocket.Abort), nameof(QSslSocket.Close), nameof(QSslSocket.Dispose), nameof(QSslSocket.DisconnectFromHost)]);

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("QSSL_RACES"), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : UsualRaces;

    [Theory, MemberData(nameof(Races))]
    public async Task An_end_from_elsewhere_is_an_end(string moment, string end)
    {
        using QSslServer server = new() { SslConfiguration = TrafficPair.ServerConfiguration(), MaxPendingConnections = 10_000 };
        server.PendingConnectionAvailable += (_, _) =>
        {
            while (server.NextPendingConnection() is { } connection)
            {
                connection.ReadyRead += (_, _) => connection.Write(connection.ReadAll());
                connection.Disconnected += (_, _) => connection.Dispose();
            }
        };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        for (int seed = 0; seed < Count; seed++)
        {
            try
            {
                await RaceAsync(server.ServerPort, moment, end, seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }
        Assert.True(SpinWait.SpinUntil(() => server.HandshakeCount == 0, Patience), $"{server.HandshakeCount} handshakes are left");
    }

    private static async Task RaceAsync(int port, string moment, string end, int seed)
    {
        Random random = new(seed);
        bool waits = random.Next(2) == 0;
        int delay = random.Next(3) == 0 ? random.Next(20_000) : 0;
        using QSslSocket client = new() { SslConfiguration = TrafficPair.ClientConfiguration(), PeerVerifyName = TestPki.ServerName };
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.Backend = BackendPairs.Working[seed % BackendPairs.Working.Count];
        client.SslConfiguration = configuration;
        if (moment == "refusal")
            client.PeerVerifyName = "other.test";
        using SemaphoreSlim now = new(0);
        Task foreign = Task.Run(async () =>
        {
            await now.WaitAsync(TestContext.Current.CancellationToken);
            Thread.SpinWait(delay);
            End(client, end);
        }, TestContext.Current.CancellationToken);
        Listen(client, moment, () => now.Release());
        if (!waits)
            client.Encrypted += (_, _) => Go(client, moment);
        try
        {
            client.ConnectToHostEncrypted("127.0.0.1", port);
            if (moment == "connecting")
                now.Release();
            if (waits && client.WaitForEncrypted(Patience))
            {
                Go(client, moment);
                client.WaitForReadyRead(Patience);
            }
        }
        catch (ObjectDisposedException) when (end == nameof(QSslSocket.Dispose))
        {
            // It was told so.
        }
        await foreign.WaitAsync(TimeSpan.FromMilliseconds(Patience), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => client.State == SocketState.UnconnectedState, Patience),
            $"{client.State}, waits {waits}, delay {delay}");
        Assert.False(client.IsEncrypted);
    }

    private static void Listen(QSslSocket client, string moment, Action now)
    {
        int told = 0;
        switch (moment)
        {
            case "connected":
                client.Connected += (_, _) => Once();
                break;
            case "handshake":
                client.ModeChanged += (_, _) => Once();
                break;
            case "refusal":
                client.SslErrors += (_, _) => Once();
                break;
            case "encrypted":
                client.Encrypted += (_, _) => Once();
                break;
            case "data":
                client.ReadyRead += (_, _) => Once();
                break;
            case "closing":
                client.StateChanged += (_, e) =>
                {
                    if (e.SocketState == SocketState.ClosingState)
                        Once();
                };
                break;
        }

        void Once()
        {
            if (Interlocked.Exchange(ref told, 1) == 0)
                now();
        }
    }

    private static void Go(QSslSocket client, string moment)
    {
        client.Write("something");
        if (moment == "closing")
            client.DisconnectFromHost();
    }

    private static void End(QSslSocket client, string how)
    {
        switch (how)
        {
            case nameof(QSslSocket.Abort):
                client.Abort();
                break;
            case nameof(QSslSocket.Close):
                client.Close();
                break;
            case nameof(QSslSocket.Dispose):
                client.Dispose();
                break;
            default:
                client.DisconnectFromHost();
                break;
        }
    }
}
