using System.Diagnostics;
using System.Net;
using QSslCore.StartTls;

namespace QSslCore.Tests.Support;

/// <summary>A server of any kind as the target of a storm. Long runs use it without a test framework.</summary>
internal sealed class StormTarget : IDisposable
{
    private const int Patience = 180_000;

    private readonly QTcpServer _server;
    private readonly string? _preface;

    /// <param name="kind">The kind of server.</param>
    /// <param name="backend">The server's TLS library; empty for the default.</param>
    public StormTarget(StormTargetKind kind, string backend)
    {
        QSslConfiguration configuration = TrafficPair.ServerConfiguration();
        configuration.Backend = backend;
        _preface = kind == StormTargetKind.SslServerWithStartTls ? "smtp" : null;
        _server = kind == StormTargetKind.TcpServer
            ? new StormTcpServer(configuration)
            : new QSslServer
            {
                HandshakeTimeout = 120_000,
                SslConfiguration = configuration,
                Preface = _preface is null ? null : () => StartTlsProtocol.Find(_preface)!.CreateResponder(StartTlsFault.None)!,
            };
        _server.ListenBacklogSize = 1_000;
        if (!_server.Listen(IPAddress.Loopback))
            throw new IOException(_server.ErrorString);
        _server.AcceptInBackground();
    }

    public static StormTargetKind[] Kinds => Enum.GetValues<StormTargetKind>();

    public int Port => _server.ServerPort;

    /// <summary>The number of connections that are neither encrypted nor closed.</summary>
    public int HandshakesLeft => _server is QSslServer server ? server.HandshakeCount : ((StormTcpServer)_server).HandshakesLeft;

    /// <summary>Connects a correct client and disconnects it. Returns the time from its first packet until it was encrypted.</summary>
    /// <exception cref="IOException">The client was not served.</exception>
    public TimeSpan Serve()
    {
        using QSslSocket client = new() { SslConfiguration = TrafficPair.ClientConfiguration(), PeerVerifyName = TestPki.ServerName };
        long started = Stopwatch.GetTimestamp();
        if (_preface is null)
        {
            client.ConnectToHostEncrypted("127.0.0.1", Port);
        }
        else
        {
            client.ConnectToHost("127.0.0.1", Port);
            Say(client, null);
            Say(client, "EHLO me.test\r\n");
            Say(client, "STARTTLS\r\n");
            client.StartClientEncryption();
        }
        if (!client.WaitForEncrypted(Patience))
            throw new IOException($"A good client was not served: {client.ErrorString}");
        TimeSpan taken = Stopwatch.GetElapsedTime(started);
        if (!SpinWait.SpinUntil(() => _server.HasPendingConnections, Patience))
            throw new IOException("The server did not hand out the connection of a good client.");
        _server.NextPendingConnection()!.Dispose();
        return taken;
    }

    public void Dispose() => _server.Dispose();

    private static void Say(QSslSocket client, string? words)
    {
        if (words is not null)
            client.Write(words);
        if (!client.WaitForReadyRead(Patience))
            throw new IOException($"No answer before TLS: {client.ErrorString}");
        client.ReadAll();
    }
}
