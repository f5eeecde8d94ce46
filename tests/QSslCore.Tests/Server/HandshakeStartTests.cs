using System.Net;
using QSslCore.Sockets;
using QSslCore.StartTls;
using QSslCore.Tests.Simulation;
using QSslCore.Tests.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Server;

/// <summary>What a client does while the server subscribes to its socket is not lost; replayed from a number.</summary>
public sealed class HandshakeStartTests
{
    private const int Clients = 40;

    [Theory]
    [InlineData(null)]
    [InlineData("smtp")]
    [InlineData("mssql")]
    public void An_end_between_two_subscriptions_is_heard(string? preface)
    {
        for (int seed = 0; seed < 10; seed++)
            Storm(seed, preface);
    }

    private static void Storm(int seed, string? preface)
    {
        using SimulatedNetwork network = new(seed);
        Random random = network.Random;
        using QSslServer server = new(network) { HandshakeTimeout = 60_000, Preface = preface is null ? null : () =>
            StartTlsProtocol.Find(preface)!.CreateResponder(StartTlsFault.None)! };
        QSslConfiguration configuration = server.SslConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
        server.SslConfiguration = configuration;
        List<SslServerErrorEventArgs> told = [];
        server.ErrorOccurred += (_, e) => told.Add(e);
        Assert.True(server.Listen(IPAddress.Loopback, 443), server.ErrorString);
        for (int i = 0; i < Clients; i++)
        {
            SimulatedTransport client = (SimulatedTransport)network.Connect(new(IPAddress.Loopback, 443));
            network.Clock.At(TimeSpan.FromMilliseconds(random.Next(5, 40)), () =>
            {
                // Some say something before they go: an alert, or the beginning of a handshake.
                int kind = random.Next(4);
                if (kind == 1)
                    client.TryWrite([0x15, 3, 3, 0, 2, 2, 80]);
                if (kind == 2)
                    client.TryWrite([0x16]);
                if (kind == 3)
                    client.Reset();
                client.Dispose();
            });
        }
        using BoundScope scope = new()
        {
            BeforeSubscribing = () =>
            {
                for (int n = random.Next(6); n > 0; n--)
                    network.Clock.RunNext(TimeSpan.FromMilliseconds(5));
                network.RunReady();
            },
        };
        Assert.False(server.WaitForNewConnection(30_000));
        Assert.True(server.HandshakeCount == 0, $"seed {seed}: {server.HandshakeCount} handshakes are left");
        Assert.Equal(Clients, told.Count);
        Assert.All(told, e => Assert.NotEqual(QSocketError.SocketTimeoutError, e.SocketError));
    }
}
