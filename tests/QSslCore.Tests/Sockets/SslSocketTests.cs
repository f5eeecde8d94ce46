using System.Net;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>The documented state of a TLS socket, before, during and after a connection, over real TLS.</summary>
public sealed class SslSocketTests
{
    [Fact]
    public void A_new_socket_is_as_documented()
    {
        using QSslSocket socket = new();
        Assert.Equal(SslMode.UnencryptedMode, socket.Mode);
        Assert.Equal(QSocketType.TcpSocket, socket.SocketType);
        Assert.False(socket.IsValid || socket.IsOpen || socket.IsEncrypted);
        Assert.Equal(PauseModes.PauseNever, socket.PauseMode);
        Assert.Equal(0, socket.ReadBufferSize);
        Assert.Equal(SslProtocol.SecureProtocols, socket.Protocol);
        Assert.Equal(PeerVerifyMode.AutoVerifyPeer, socket.PeerVerifyMode);
        Assert.Equal((0, ""), (socket.PeerVerifyDepth, socket.PeerVerifyName));
        Assert.True(socket.LocalCertificate.IsNull && socket.PrivateKey.IsNull && socket.PeerCertificate.IsNull
            && socket.SessionCipher.IsNull);
        Assert.Empty(socket.LocalCertificateChain);
        Assert.Empty(socket.PeerCertificateChain);
        Assert.Equal((QSocketError.UnknownSocketError, "Unknown error"), (socket.Error, socket.ErrorString));
        Assert.Equal((-1, 0L, 0L), (socket.SocketDescriptor, socket.EncryptedBytesAvailable, socket.EncryptedBytesToWrite));
    }

    [Fact]
    public void Settings_are_the_configurations()
    {
        using QSslSocket socket = new()
        {
            Protocol = SslProtocol.TlsV1_3,
            PeerVerifyMode = PeerVerifyMode.QueryPeer,
            PeerVerifyDepth = 3,
            PeerVerifyName = "name.test",
            LocalCertificate = TestPki.Client.Certificate,
            PrivateKey = TestPki.Client.Key,
        };
        QSslConfiguration configuration = socket.SslConfiguration;
        Assert.Equal((SslProtocol.TlsV1_3, PeerVerifyMode.QueryPeer, 3),
            (configuration.Protocol, configuration.PeerVerifyMode, configuration.PeerVerifyDepth));
        Assert.Equal([TestPki.Client.Certificate], configuration.LocalCertificateChain);
        Assert.Equal(TestPki.Client.Key, configuration.PrivateKey);
        socket.LocalCertificateChain = TestPki.Client.Chain;
        Assert.Equal(TestPki.Client.Certificate, socket.LocalCertificate);

        using Warnings warnings = new();
        socket.PeerVerifyDepth = -1;
        Assert.Equal(3, socket.PeerVerifyDepth);
        Assert.Single(warnings.Take());
        // What was set on a copy is not set on the socket, until it is handed over.
        configuration.PeerVerifyDepth = 7;
        Assert.Equal(3, socket.PeerVerifyDepth);
        socket.SslConfiguration = configuration;
        Assert.Equal(configuration, socket.SslConfiguration);
    }

    [Fact]
    public void An_encrypted_connection_tells_its_facts_and_keeps_the_peers_afterwards()
    {
        using EncryptedPair pair = new();
        Assert.Equal((SslMode.SslClientMode, SslMode.SslServerMode), (pair.Client.Mode, pair.Server.Mode));
        Assert.True(pair.Client.IsEncrypted && pair.Client.IsValid);
        Assert.Equal(TestPki.Server.Chain, pair.Client.PeerCertificateChain);
        Assert.Equal(TestPki.Server.Certificate, pair.Client.PeerCertificate);
        Assert.Equal(SslProtocol.TlsV1_3, pair.Client.SessionProtocol);
        Assert.Equal(pair.Client.SessionCipher, pair.Server.SessionCipher);
        Assert.Equal(SslProtocol.SecureProtocols, pair.Client.Protocol);
        Assert.Equal(TestPki.ServerName, pair.Client.PeerVerifyName);
        Assert.Equal(TestPki.Server.Chain, pair.Client.SslConfiguration.PeerCertificateChain);

        pair.Client.DisconnectFromHost();
        Assert.True(pair.Server.WaitForDisconnected(5000) || pair.Server.State == SocketState.UnconnectedState);
        Assert.True(pair.Client.State == SocketState.UnconnectedState || pair.Client.WaitForDisconnected(5000));
        Assert.False(pair.Client.IsEncrypted);
        Assert.Equal(SslMode.SslClientMode, pair.Client.Mode);
        Assert.Equal(TestPki.Server.Chain, pair.Client.PeerCertificateChain);
        Assert.True(pair.Client.SessionCipher.IsNull);
        Assert.True(pair.Client.IsOpen);
    }

    [Fact]
    public void Plain_and_encrypted_bytes_are_counted_apart()
    {
        using EncryptedPair pair = new();
        long plain = 0, encrypted = 0;
        using BoundScope bound = new();
        pair.Client.AboutToClose += bound.Bind((_, _) => { });
        pair.Client.BytesWritten += (_, e) => plain += e.Bytes;
        pair.Client.EncryptedBytesWritten += (_, e) => encrypted += e.TotalBytes;
        Assert.Equal(5, pair.Client.Write("12345"));
        Assert.Equal(5, pair.Client.BytesToWrite);
        Assert.True(pair.Client.WaitForBytesWritten(5000));
        Assert.Equal((5, 0, 0), (plain, pair.Client.BytesToWrite, pair.Client.EncryptedBytesToWrite));
        Assert.InRange(encrypted, 5 + 17, 5 + 64);
        Assert.False(pair.Client.WaitForBytesWritten(0));
        Assert.True(pair.Server.WaitForReadyRead(5000));
        Assert.Equal(0, pair.Server.EncryptedBytesAvailable);
        Assert.Equal("12345"u8, pair.Server.ReadAll());
    }

    /// <summary>Much at once is encrypted while it is written, and is to be written until it has left all the same.</summary>
    [Fact]
    public void What_is_encrypted_at_once_is_not_written_before_it_is_passed_on()
    {
        using EncryptedPair pair = new();
        byte[] data = new byte[200_000];
        Random.Shared.NextBytes(data);
        List<long> told = [];
        using BoundScope bound = new();
        pair.Client.AboutToClose += bound.Bind((_, _) => { });
        pair.Client.BytesWritten += (_, e) => told.Add(e.Bytes);
        Assert.Equal(10, pair.Client.Write(data.AsSpan(0, 10)));
        Assert.Equal(50_000, pair.Client.Write(data.AsSpan(10, 50_000)));
        Assert.Equal((50_010, 0), (pair.Client.BytesToWrite, pair.Client.EncryptedBytesToWrite));
        while (pair.Client.BytesToWrite > 0)
            Assert.True(pair.Client.WaitForBytesWritten(5000));
        Assert.Equal(50_010, told.Sum());
        told.Clear();
        Assert.Equal(149_990, pair.Client.Write(data.AsSpan(50_010)));
        Assert.Equal(149_990, pair.Client.BytesToWrite);
        Assert.InRange(pair.Client.EncryptedBytesToWrite, 90_000, 110_000);
        Assert.Empty(told);
        Assert.True(pair.Client.WaitForBytesWritten(5000));
        Assert.NotEmpty(told);
        pair.Client.DisconnectFromHost();
        List<byte> received = [];
        while (received.Count < data.Length)
        {
            if (pair.Client.State != SocketState.UnconnectedState)
                pair.Client.Flush();
            Assert.True(pair.Server.BytesAvailable > 0 || pair.Server.WaitForReadyRead(5000), pair.Server.ErrorString);
            received.AddRange(pair.Server.ReadAll());
        }
        Assert.Equal(data, received);
        Assert.True(pair.Client.State == SocketState.UnconnectedState || pair.Client.WaitForDisconnected(5000));
        Assert.Equal((149_990, 0), (told.Sum(), pair.Client.BytesToWrite));
    }

    [Fact]
    public void An_abort_drops_what_was_encrypted_and_not_sent()
    {
        using EncryptedPair pair = new();
        pair.Client.Write(new byte[60_000]);
        pair.Client.Abort();
        Assert.Equal((0, 0), (pair.Client.BytesToWrite, pair.Client.EncryptedBytesToWrite));
        Assert.False(pair.Server.WaitForReadyRead(5000));
        Assert.Equal(0, pair.Server.BytesAvailable);
    }

    [Fact]
    public void Closing_forgets_both_buffers_and_the_end_is_told_in_order()
    {
        using EncryptedPair pair = new();
        pair.Server.Write("unread");
        pair.Server.Flush();
        Assert.True(pair.Client.WaitForReadyRead(5000));
        List<string> seen = [];
        using BoundScope bound = new();
        pair.Client.AboutToClose += bound.Bind((_, _) => seen.Add("aboutToClose"));
        pair.Client.StateChanged += (_, e) => seen.Add(e.SocketState.ToString());
        pair.Client.ReadChannelFinished += (_, _) => seen.Add("readChannelFinished");
        pair.Client.Disconnected += (_, _) => seen.Add("disconnected");
        pair.Client.Close();
        Assert.Equal((0, 0, OpenMode.NotOpen), (pair.Client.BytesAvailable, pair.Client.BytesToWrite, pair.Client.OpenMode));
        Assert.True(pair.Client.State == SocketState.UnconnectedState || pair.Client.WaitForDisconnected(5000));
        pair.Client.WaitForReadyRead(0);
        Assert.Equal(["aboutToClose", "ClosingState", "UnconnectedState", "readChannelFinished", "disconnected"], seen);
        // It says farewell, so the peer knows that nothing is missing.
        Assert.True(pair.Server.WaitForDisconnected(5000) || pair.Server.State == SocketState.UnconnectedState);
        Assert.DoesNotContain("cut short", pair.Server.ErrorString, StringComparison.Ordinal);
    }

    [Fact]
    public void An_abort_is_seen_by_the_peer_as_a_cut()
    {
        // A server on .NET's TLS sends tickets that nobody has read yet, and then a cut is a reset.
        Needs.OpenSsl();
        using EncryptedPair pair = new();
        pair.Client.Write("dropped");
        pair.Client.Abort();
        Assert.Equal((SocketState.UnconnectedState, OpenMode.NotOpen), (pair.Client.State, pair.Client.OpenMode));
        Assert.True(pair.Server.WaitForDisconnected(5000) || pair.Server.State == SocketState.UnconnectedState);
        // With something unread on the other side the system resets the connection instead of ending it.
        Assert.Matches("cut short|reset the connection", pair.Server.ErrorString);
        Assert.Equal(0, pair.Server.BytesAvailable);
    }

    [Fact]
    public void One_socket_makes_many_connections_and_forgets_the_last_ones_facts()
    {
        using TlsServer server = new(TestPki.Server);
        using QTcpServer plain = new();
        Assert.True(plain.Listen(IPAddress.Loopback));
        using QSslSocket socket = new();
        QSslConfiguration configuration = socket.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        socket.SslConfiguration = configuration;
        for (int i = 0; i < 3; i++)
        {
            socket.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
            Assert.True(socket.WaitForConnected(5000), socket.ErrorString);
            using QSslSocket accepted = server.Accept();
            accepted.Encrypted += (_, _) => { };
            Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
            Assert.NotEmpty(socket.PeerCertificateChain);
            socket.Abort();

            socket.ConnectToHost("127.0.0.1", plain.ServerPort);
            Assert.Equal(SslMode.UnencryptedMode, socket.Mode);
            Assert.True(socket.WaitForConnected(5000));
            Assert.Empty(socket.PeerCertificateChain);
            Assert.Equal(TestPki.ServerName, socket.PeerVerifyName);
            socket.Abort();
        }
    }

    /// <summary>close_notify ends one direction: "that was all, now your answer".</summary>
    [Fact]
    public async Task A_peer_that_has_finished_still_gets_its_answer()
    {
        using TlsServer server = new(TestPki.Server);
        using System.Net.Sockets.TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, server.ServerPort);
        using System.Net.Security.SslStream peer = new(tcp.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
            certificate is not null);
        byte[] answer = new byte[2_000_000];
        Random.Shared.NextBytes(answer);
        Task<byte[]> received = Task.Run(async () =>
        {
            await peer.AuthenticateAsClientAsync(TestPki.ServerName);
            await peer.WriteAsync("question"u8.ToArray());
            await peer.ShutdownAsync();
            using MemoryStream all = new();
            await peer.CopyToAsync(all);
            return all.ToArray();
        });
        using QSslSocket socket = server.AcceptEncrypted();
        while (socket.WaitForReadyRead(10_000))
        {
        }
        Assert.Equal((SocketState.ConnectedState, QSocketError.RemoteHostClosedError), (socket.State, socket.Error));
        Assert.Equal("question"u8, socket.ReadAll());
        List<AlertType> sent = [];
        using BoundScope bound = new();
        socket.AboutToClose += bound.Bind((_, _) => { });
        socket.AlertSent += (_, e) => sent.Add(e.Type);
        Assert.Equal(answer.Length, socket.Write(answer));
        while (socket.BytesToWrite > 0)
            Assert.True(socket.WaitForBytesWritten(10_000), socket.ErrorString);
        socket.DisconnectFromHost();
        Assert.True(socket.State == SocketState.UnconnectedState || socket.WaitForDisconnected(10_000), socket.ErrorString);
        Assert.Equal(answer, await received.WaitAsync(TimeSpan.FromSeconds(20)));
        // By this the peer knows that nothing is missing.
        Needs.OpenSsl();
        Assert.Equal([AlertType.CloseNotify], sent);
    }

    [Theory, InlineData("[::1]"), InlineData("::1"), InlineData("127.0.0.1"), InlineData("LOCALHOST"), InlineData("[::ffff:127.0.0.1]"),
        InlineData("::ffff:7f00:1")]
    public void An_address_is_verified_as_one_however_it_is_written(string host)
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6)
            Assert.Skip("this system has no IPv6");
        using TlsServer server = new(TestPki.Server);
        server.Close();
        Assert.True(server.Listen(IPAddress.IPv6Any), server.ErrorString);
        using QSslSocket socket = new();
        QSslConfiguration configuration = socket.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        socket.SslConfiguration = configuration;
        socket.ConnectToHostEncrypted(host, server.ServerPort);
        Assert.True(socket.WaitForConnected(5000), socket.ErrorString);
        using QSslSocket accepted = server.Accept();
        accepted.Encrypted += (_, _) => { };
        Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
        Assert.Equal(host.Trim('[', ']'), socket.PeerName);
    }

    /// <summary>Limits that are no multiple of a record, and the least.</summary>
    public static TheoryData<string, int, int> Limits
    {
        get
        {
            TheoryData<string, int, int> limits = [];
            foreach (string backend in BackendPairs.WithTls)
            {
                limits.Add(backend, 1, 1_000);
                limits.Add(backend, 20_000, 1_000_000);
                limits.Add(backend, 50_000, 2_000_000);
                limits.Add(backend, 64 * 1024, 4_000_000);
            }
            return limits;
        }
    }

    [Theory, MemberData(nameof(Limits))]
    public void A_read_limit_is_kept_over_real_TLS_and_holds_the_peer_back(string backend, int limit, int length)
    {
        using EncryptedPair pair = new(c => c.Backend = backend);
        pair.Client.ReadBufferSize = limit;
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        pair.Server.Write(data);
        pair.Server.BytesWritten += (_, _) => { };
        byte[] received = new byte[data.Length];
        int at = 0;
        while (at < data.Length)
        {
            Assert.True(pair.Client.BytesAvailable > 0 || pair.Client.WaitForReadyRead(5000), pair.Client.ErrorString);
            Assert.InRange(pair.Client.BytesAvailable, 1, limit);
            at += (int)pair.Client.Read(received.AsSpan(at));
        }
        Assert.Equal(data, received);
    }
}
