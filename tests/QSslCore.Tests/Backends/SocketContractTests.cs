using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Backends;

/// <summary>Sockets over loopback, each side's backend chosen by its configuration: verify modes, pauses, ignored errors, ends.</summary>
public sealed class SocketContractTests
{
    public static TheoryData<string, string, SslProtocol> Joined => BackendPairs.Joined;

    public static TheoryData<string, string, PeerVerifyMode, bool> Modes
    {
        get
        {
            TheoryData<string, string, PeerVerifyMode, bool> cases = [];
            foreach (string client in BackendPairs.WithTls)
            {
                foreach (string server in BackendPairs.WithTls)
                {
                    foreach (PeerVerifyMode mode in Enum.GetValues<PeerVerifyMode>())
                    {
                        cases.Add(client, server, mode, false);
                        cases.Add(client, server, mode, true);
                    }
                }
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void Much_data_comes_back_and_the_end_is_orderly(string client, string server, SslProtocol protocol)
    {
        using TlsServer listener = Server(server);
        Echo(listener);
        using QSslSocket socket = Client(client, protocol);
        socket.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
        byte[] data = new byte[700_001];
        new Random(1).NextBytes(data);
        socket.Write(data);
        List<byte> back = [];
        while (back.Count < data.Length)
        {
            Assert.True(socket.BytesAvailable > 0 || socket.WaitForReadyRead(10_000), socket.ErrorString);
            back.AddRange(socket.ReadAll());
        }
        Assert.Equal(data, back);
        Assert.Equal(protocol, socket.SessionProtocol);
        socket.Write("bye\n"u8);
        socket.DisconnectFromHost();
        Assert.True(socket.State == SocketState.UnconnectedState || socket.WaitForDisconnected(10_000));
        Assert.False(socket.IsEncrypted);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_client_does_what_its_verify_mode_says(string client, string server, PeerVerifyMode mode, bool isForged)
    {
        using TlsServer listener = Server(server, isForged ? TestPki.SelfSigned : TestPki.Server);
        Echo(listener);
        using QSslSocket socket = Client(client, SslProtocol.SecureProtocols);
        socket.PeerVerifyMode = mode;
        socket.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
        bool isFatal = isForged && mode is PeerVerifyMode.VerifyPeer or PeerVerifyMode.AutoVerifyPeer && isForged;
        Assert.Equal(!isFatal, socket.WaitForEncrypted(10_000));
        SslErrorCode[] expected = isForged && mode != PeerVerifyMode.VerifyNone ? [SslErrorCode.SelfSignedCertificate] : [];
        Assert.Equal(expected, socket.SslHandshakeErrors.Select(e => e.Error));
        Assert.Equal(isForged ? TestPki.SelfSigned.Certificate : TestPki.Server.Certificate, socket.PeerCertificate);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_server_does_what_its_verify_mode_says(string client, string server, PeerVerifyMode mode, bool isForged)
    {
        using TlsServer listener = Server(server, TestPki.Server, mode);
        using QSslSocket socket = Client(client, SslProtocol.SecureProtocols, isForged ? TestPki.UnknownClient : TestPki.Client);
        // Driven by the loop; the server is waited for.
        socket.Encrypted += (_, _) => { };
        socket.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
        using QSslSocket accepted = listener.Accept();
        Assert.Equal(!(isForged && mode == PeerVerifyMode.VerifyPeer), accepted.WaitForEncrypted(10_000));
        Assert.Equal(mode == PeerVerifyMode.VerifyNone, accepted.PeerCertificate.IsNull);
        SslErrorCode[] expected = isForged && mode != PeerVerifyMode.VerifyNone
            ? [SslErrorCode.UnableToGetLocalIssuerCertificate, SslErrorCode.UnableToVerifyFirstCertificate]
            : [];
        Assert.Equal(expected, accepted.SslHandshakeErrors.Select(e => e.Error));
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_pause_holds_everything_back_until_somebody_decides(string client, string server, SslProtocol protocol)
    {
        using TlsServer listener = Server(server, TestPki.SelfSigned, PeerVerifyMode.QueryPeer);
        using QSslSocket socket = Client(client, protocol, TestPki.Client);
        socket.PauseMode = PauseModes.PauseOnSslErrors;
        socket.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
        Assert.True(socket.WaitForConnected(10_000), socket.ErrorString);
        using QSslSocket accepted = listener.Accept();
        accepted.Encrypted += (_, _) => { };
        Assert.Equal(DriveResult.Satisfied, socket.Drive(SocketGoal.EncryptedOrPaused, 10_000));
        Assert.True(socket.IsPaused);
        Assert.Equal(protocol, socket.SessionProtocol);
        Assert.False(accepted.IsEncrypted);
        Assert.True(accepted.PeerCertificate.IsNull);
        socket.IgnoreSslErrors([.. socket.SslHandshakeErrors]);
        socket.Resume();
        Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
        Assert.False(socket.SessionCipher.IsNull);
    }

    [Theory, MemberData(nameof(Joined))]
    public void Errors_are_ignored_by_a_list_and_by_a_handler_and_not_by_another_list(string client, string server, SslProtocol protocol)
    {
        using TlsServer listener = Server(server, TestPki.Expired);
        Echo(listener);
        QSslError expected = new(SslErrorCode.CertificateExpired, TestPki.Expired.Certificate);
        Assert.True(Try(s => s.IgnoreSslErrors([expected])));
        Assert.True(Try(s => s.SslErrors += (_, _) => s.IgnoreSslErrors()));
        Assert.False(Try(s => s.IgnoreSslErrors([new QSslError(SslErrorCode.CertificateExpired, TestPki.Server.Certificate)])));
        Assert.False(Try(_ => { }));

        bool Try(Action<QSslSocket> prepare)
        {
            using QSslSocket socket = Client(client, protocol);
            prepare(socket);
            socket.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
            bool isEncrypted = socket.WaitForEncrypted(10_000);
            Assert.Equal([SslErrorCode.CertificateExpired], socket.SslHandshakeErrors.Select(e => e.Error));
            return isEncrypted;
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_wrong_name_is_refused_for_what_it_is(string client, string server, SslProtocol protocol)
    {
        using TlsServer listener = Server(server, TestPki.WrongName);
        Echo(listener);
        using QSslSocket socket = Client(client, protocol);
        socket.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
        Assert.False(socket.WaitForEncrypted(10_000));
        Assert.Equal(QSocketError.SslHandshakeFailedError, socket.Error);
        Assert.Equal([SslErrorCode.HostNameMismatch], socket.SslHandshakeErrors.Select(e => e.Error));
    }

    [Theory, MemberData(nameof(Joined))]
    public void What_was_written_before_the_handshake_leaves_encrypted(string client, string server, SslProtocol protocol)
    {
        using TlsServer listener = Server(server);
        using QSslSocket socket = Client(client, protocol);
        socket.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
        socket.Write("early\n"u8);
        // Driven by the loop; the server is waited for.
        socket.Encrypted += (_, _) => { };
        using QSslSocket accepted = listener.Accept();
        Assert.True(accepted.WaitForEncrypted(10_000), accepted.ErrorString);
        while (!accepted.CanReadLine)
            Assert.True(accepted.WaitForReadyRead(10_000), accepted.ErrorString);
        Assert.Equal("early\n", Encoding.ASCII.GetString(accepted.ReadLine()));
    }

    /// <summary>The backend without TLS says so, and where to get one.</summary>
    [Fact]
    public void Without_tls_a_connection_is_refused_in_a_sentence()
    {
        using TlsServer listener = Server("");
        using QSslSocket socket = Client("cert-only", SslProtocol.SecureProtocols);
        socket.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
        Assert.False(socket.WaitForEncrypted(10_000));
        Assert.Equal(QSocketError.SslInternalError, socket.Error);
        Assert.Contains("'cert-only' has certificates and keys but no TLS", socket.ErrorString, StringComparison.Ordinal);
        Assert.Contains("backend", QSslServer.DescribeFault(new QSslConfiguration { Backend = "cert-only" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_is_not_there_is_refused_with_those_that_are()
    {
        using QSslSocket socket = Client("no-such", SslProtocol.SecureProtocols);
        socket.ConnectToHostEncrypted("127.0.0.1", 1, TestPki.ServerName);
        Assert.Equal(QSocketError.SslInternalError, socket.Error);
        Assert.Contains("'no-such'", socket.ErrorString, StringComparison.Ordinal);
        Assert.Contains("cert-only", socket.ErrorString, StringComparison.Ordinal);
    }

    private static TlsServer Server(string backend, TestIdentity? identity = null, PeerVerifyMode mode = PeerVerifyMode.AutoVerifyPeer) =>
        new(identity ?? TestPki.Server, c =>
        {
            c.Backend = backend;
            c.PeerVerifyMode = mode;
            c.CaCertificates = [TestPki.Root.Certificate];
        });

    private static void Echo(TlsServer server) => server.NewConnection += (_, _) =>
    {
        QSslSocket socket = (QSslSocket)server.NextPendingConnection()!;
        socket.ReadyRead += (_, _) => socket.Write(socket.ReadAll());
        socket.Disconnected += (_, _) => socket.Dispose();
    };

    private static QSslSocket Client(string backend, SslProtocol protocol, TestIdentity? identity = null)
    {
        Needs.Backend(backend, protocol);
        QSslSocket socket = new();
        QSslConfiguration configuration = socket.SslConfiguration;
        configuration.Backend = backend;
        configuration.Protocol = protocol;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        if (identity is not null)
            (configuration.LocalCertificateChain, configuration.PrivateKey) = (identity.Chain, identity.Key);
        socket.SslConfiguration = configuration;
        return socket;
    }
}
