using QSslCore.Sockets;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Security;

/// <summary>
/// For each way to "encrypted": a peer that is not who it claims to be is refused, gets no credential and no data. The
/// other end is our own server, which tells what it saw.
/// </summary>
public sealed class ForgedPeerTests
{
    private static readonly Dictionary<string, TestIdentity> s_forgeries = new()
    {
        ["another authority"] = TestPki.UnknownIssuer,
        ["self-signed"] = TestPki.SelfSigned,
        ["another name"] = TestPki.WrongName,
        ["expired"] = TestPki.Expired,
        ["not yet valid"] = TestPki.NotYetValid,
        ["a client's certificate"] = TestPki.Client,
    };

    private static readonly Dictionary<string, Action<QSslSocket, int>> s_ways = new()
    {
        ["full"] = (client, port) =>
        {
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.False(client.WaitForEncrypted(10_000));
        },
        ["delayed"] = (client, port) =>
        {
            client.ConnectToHost("127.0.0.1", port);
            Assert.True(client.WaitForConnected(10_000));
            client.PeerVerifyName = TestPki.ServerName;
            client.StartClientEncryption();
            Assert.False(client.WaitForEncrypted(10_000));
        },
        ["awaited"] = (client, port) =>
        {
            client.PeerVerifyName = TestPki.ServerName;
            QSslSocketException e = Assert.Throws<QSslSocketException>(
                () => client.ConnectToHostEncryptedAsync("127.0.0.1", port).WaitAsync(TimeSpan.FromSeconds(10)).GetAwaiter().GetResult());
            Assert.NotEmpty(e.Errors);
            Assert.NotEmpty(e.Chain);
        },
        ["in the background"] = (client, port) =>
        {
            using ManualResetEventSlim ended = new();
            client.Disconnected += (_, _) => ended.Set();
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(ended.Wait(10_000));
        },
        ["paused, nothing approved"] = (client, port) =>
        {
            Pause(client, port);
            client.Resume();
            Assert.False(client.WaitForEncrypted(10_000));
        },
        ["paused, something else approved"] = (client, port) =>
        {
            Pause(client, port);
            client.IgnoreSslErrors([new QSslError(SslErrorCode.CertificateRevoked, client.PeerCertificate)]);
            client.Resume();
            Assert.False(client.WaitForEncrypted(10_000));
        },
        ["paused, the same errors of another certificate approved"] = (client, port) =>
        {
            Pause(client, port);
            client.IgnoreSslErrors([.. client.SslHandshakeErrors.Select(e => new QSslError(e.Error, TestPki.ServerRsa.Certificate))]);
            client.Resume();
            Assert.False(client.WaitForEncrypted(10_000));
        },
        ["interrupted and continued, nothing ignored"] = (client, port) =>
        {
            QSslConfiguration configuration = client.SslConfiguration;
            configuration.HandshakeMustInterruptOnError = true;
            client.SslConfiguration = configuration;
            client.HandshakeInterruptedOnError += (_, _) => client.ContinueInterruptedHandshake();
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.False(client.WaitForEncrypted(10_000));
        },
        ["ignored before the connection"] = (client, port) =>
        {
            client.IgnoreSslErrors();
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.False(client.WaitForEncrypted(10_000));
        },
        ["ignored too late"] = (client, port) =>
        {
            client.Disconnected += (_, _) => client.IgnoreSslErrors();
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.False(client.WaitForEncrypted(10_000));
        },
    };

    public static TheoryData<string, SslProtocol> Alone => BackendPairs.Alone;

    public static TheoryData<string, string, string, SslProtocol> Cases
    {
        get
        {
            TheoryData<string, string, string, SslProtocol> cases = [];
            foreach (string way in s_ways.Keys)
            {
                foreach (string forgery in s_forgeries.Keys)
                {
                    foreach (string backend in BackendPairs.WithTls)
                    {
                        cases.Add(backend, way, forgery, SslProtocol.TlsV1_2);
                        cases.Add(backend, way, forgery, SslProtocol.TlsV1_3);
                    }
                }
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_forged_server_is_refused(string backend, string way, string forgery, SslProtocol protocol)
    {
        Needs.Backend(backend, protocol);
        using TlsServer server = new(s_forgeries[forgery], c => c.PeerVerifyMode = PeerVerifyMode.QueryPeer);
        using QSslSocket client = Client(backend, protocol);
        using ManualResetEventSlim ended = new();
        QSslSocket? seen = null;
        // The server's end is driven by the loop and keeps what it learns.
        server.NewConnection += (_, _) =>
        {
            seen = (QSslSocket)server.NextPendingConnection()!;
            seen.Disconnected += (_, _) => ended.Set();
            if (seen.State == SocketState.UnconnectedState)
                ended.Set();
        };
        if (!way.StartsWith("delayed", StringComparison.Ordinal))
            client.Connected += (_, _) => client.Write("for the right server only\n");
        s_ways[way](client, server.ServerPort);
        Assert.False(client.IsEncrypted);
        Assert.Equal(SocketState.UnconnectedState, client.State);
        Assert.Equal(QSocketError.SslHandshakeFailedError, client.Error);
        Assert.NotEmpty(client.SslHandshakeErrors);
        Assert.True(ended.Wait(10_000), "the server did not see the end");
        Assert.NotNull(seen);
        Assert.True(seen.PeerCertificate.IsNull, "the client's certificate left");
        Assert.False(seen.IsEncrypted);
        Assert.Equal(0, seen.BytesAvailable);
        seen.Dispose();
    }

    [Theory, MemberData(nameof(Alone))]
    public void The_right_server_is_accepted_in_the_same_ways(string backend, SslProtocol protocol)
    {
        Needs.Backend(backend, protocol);
        using TlsServer server = new(TestPki.Server, c => c.PeerVerifyMode = PeerVerifyMode.QueryPeer);
        using QSslSocket client = Client(backend, protocol);
        server.NewConnection += (_, _) =>
        {
            QSslSocket socket = (QSslSocket)server.NextPendingConnection()!;
            socket.ReadyRead += (_, _) => socket.Write(socket.ReadAll());
        };
        client.PauseMode = PauseModes.PauseOnSslErrors;
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        client.Write("hello");
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        Assert.Equal(protocol, client.SessionProtocol);
        while (client.BytesAvailable < 5)
            Assert.True(client.WaitForReadyRead(10_000), client.ErrorString);
        Assert.Equal("hello"u8.ToArray(), client.ReadAll());
    }

    [Theory, MemberData(nameof(Alone))]
    public void An_approved_pause_goes_on_to_that_very_server(string backend, SslProtocol protocol)
    {
        Needs.Backend(backend, protocol);
        using TlsServer server = new(TestPki.SelfSigned);
        server.NewConnection += (_, _) => ((QSslSocket)server.NextPendingConnection()!).Encrypted += (_, _) => { };
        using QSslSocket client = Client(backend, protocol);
        Pause(client, server.ServerPort);
        client.IgnoreSslErrors([.. client.SslHandshakeErrors]);
        client.Resume();
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        Assert.NotEmpty(client.SslHandshakeErrors);
    }

    private static void Pause(QSslSocket client, int port)
    {
        client.PauseMode = PauseModes.PauseOnSslErrors;
        client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
        Assert.Equal(DriveResult.Satisfied, client.Drive(SocketGoal.EncryptedOrPaused, 10_000));
        Assert.True(client.IsPaused);
    }

    private static QSslSocket Client(string backend, SslProtocol protocol)
    {
        QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.Backend = backend;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        configuration.Protocol = protocol;
        configuration.LocalCertificateChain = TestPki.Client.Chain;
        configuration.PrivateKey = TestPki.Client.Key;
        client.SslConfiguration = configuration;
        return client;
    }
}
