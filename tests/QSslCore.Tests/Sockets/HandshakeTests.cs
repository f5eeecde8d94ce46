using System.Net;
using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Simulation;
using QSslCore.Tls;

namespace QSslCore.Tests.Sockets;

/// <summary>The TLS socket's part of a handshake, over an engine without cryptography.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public void Events_of_an_encrypted_connection_come_in_Qts_order()
    {
        using ToyPair pair = new(1);
        pair.Accept();
        List<string> seen = [];
        pair.Client.StateChanged += (_, e) => seen.Add(e.SocketState.ToString());
        pair.Client.HostFound += (_, _) => seen.Add("hostFound");
        pair.Client.ModeChanged += (_, e) => seen.Add(e.Mode.ToString());
        pair.Client.Connected += (_, _) => seen.Add("connected");
        pair.Client.Encrypted += (_, _) => seen.Add($"encrypted {pair.Client.IsEncrypted}");
        pair.Client.BytesWritten += (_, e) => seen.Add($"bytesWritten {e.Bytes}");
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.Equal(5, pair.Client.Write("early"u8));
        Assert.True(pair.Client.WaitForEncrypted(), pair.Client.ErrorString);
        Assert.True(pair.Client.WaitForEncrypted());
        Assert.Equal(DriveResult.Satisfied, pair.Client.Drive(SocketGoal.AllWritten, 1000));
        Assert.Equal(
            ["HostLookupState", "ConnectingState", "hostFound", "ConnectedState", "SslClientMode", "connected", "encrypted True",
                "bytesWritten 5"],
            seen);
        Assert.DoesNotContain("early", Encoding.ASCII.GetString([.. pair.ServerTransport!.Incoming!.Log]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_wrong_with_one_peer_is_not_told_of_the_next()
    {
        using ToyPair pair = new(1, ToyPeer.With(SslErrorCode.SelfSignedCertificate));
        pair.Accept();
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.False(pair.Client.WaitForEncrypted());
        Assert.NotEmpty(pair.Client.SslHandshakeErrors);
        pair.Client.ConnectToHostEncrypted("me.test", 444);
        Assert.False(pair.Client.WaitForEncrypted());
        Assert.Equal(QSocketError.ConnectionRefusedError, pair.Client.Error);
        Assert.Empty(pair.Client.SslHandshakeErrors);
    }

    [Fact]
    public void A_refused_peer_gets_no_credential_and_the_connection_ends()
    {
        using ToyPair pair = new(1, ToyPeer.With(SslErrorCode.SelfSignedCertificate));
        pair.Accept();
        List<string> seen = [];
        pair.Client.PeerVerifyError += (_, e) => seen.Add($"peerVerifyError {e.Error.Error}");
        pair.Client.SslErrors += (_, e) => seen.Add($"sslErrors {e.Errors.Count}");
        pair.Client.ErrorOccurred += (_, e) => seen.Add(e.SocketError.ToString());
        pair.Client.StateChanged += (_, e) => seen.Add(e.SocketState.ToString());
        pair.Client.Disconnected += (_, _) => seen.Add("disconnected");
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        pair.Client.Write("secret data"u8);
        Assert.False(pair.Client.WaitForEncrypted());
        Assert.Equal(
            ["peerVerifyError SelfSignedCertificate", "sslErrors 1", "SslHandshakeFailedError", "ClosingState", "UnconnectedState",
                "disconnected"],
            seen.Skip(3));
        Assert.Equal(SslErrorCode.SelfSignedCertificate, Assert.Single(pair.Client.SslHandshakeErrors).Error);
        Assert.Equal(ToyPeer.Certificate, pair.Client.PeerCertificate);
        Assert.True(pair.Network.RunLoop(() => pair.ServerLog.Contains("disconnected")));
        string wire = Encoding.ASCII.GetString([.. pair.ServerTransport!.Incoming!.Log]);
        Assert.DoesNotContain("secret", wire, StringComparison.Ordinal);
        Assert.DoesNotContain("encrypted", pair.ServerLog);
    }

    [Fact]
    public void A_wrong_name_is_an_error_and_the_verify_name_mends_it()
    {
        using ToyPair pair = new(1);
        pair.Accept();
        pair.Client.ConnectToHostEncrypted("other.test", 443);
        Assert.False(pair.Client.WaitForEncrypted());
        Assert.Equal(SslErrorCode.HostNameMismatch, Assert.Single(pair.Client.SslHandshakeErrors).Error);
        pair.Client.ConnectToHostEncrypted("other.test", 443, "me.test");
        Assert.True(pair.Client.WaitForEncrypted());
    }

    [Fact]
    public void Errors_can_be_ignored_in_the_handler_of_a_wait()
    {
        using ToyPair pair = new(1, ToyPeer.With(SslErrorCode.SelfSignedCertificate));
        pair.Accept();
        pair.Client.SslErrors += (sender, _) => ((QSslSocket)sender!).IgnoreSslErrors();
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.True(pair.Client.WaitForEncrypted());
        Assert.Single(pair.Client.SslHandshakeErrors);
    }

    [Fact]
    public void Ignoring_all_before_connecting_is_forgotten_but_a_list_is_kept()
    {
        using ToyPair pair = new(1, ToyPeer.With(SslErrorCode.SelfSignedCertificate));
        pair.Accept();
        pair.Client.IgnoreSslErrors();
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.False(pair.Client.WaitForEncrypted());
        pair.Client.IgnoreSslErrors([new QSslError(SslErrorCode.SelfSignedCertificate, ToyPeer.Certificate)]);
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.True(pair.Client.WaitForEncrypted());
    }

    [Fact]
    public void A_list_accepts_what_it_names_and_nothing_else()
    {
        using ToyPair pair = new(1, ToyPeer.With(SslErrorCode.SelfSignedCertificate, SslErrorCode.CertificateExpired));
        pair.Accept();
        pair.Client.IgnoreSslErrors([new QSslError(SslErrorCode.SelfSignedCertificate, ToyPeer.Certificate)]);
        pair.Client.SslErrors += (_, _) => pair.Client.IgnoreSslErrors();
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.False(pair.Client.WaitForEncrypted());
        pair.Client.IgnoreSslErrors([new QSslError(SslErrorCode.SelfSignedCertificate), new QSslError(SslErrorCode.CertificateExpired)]);
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.False(pair.Client.WaitForEncrypted());
    }

    [Fact]
    public void An_abort_in_peerVerifyError_stops_everything_behind_it()
    {
        using ToyPair pair = new(1, ToyPeer.With(SslErrorCode.SelfSignedCertificate, SslErrorCode.CertificateExpired));
        pair.Accept();
        List<string> seen = [];
        pair.Client.PeerVerifyError += (_, e) =>
        {
            seen.Add(e.Error.Error.ToString());
            pair.Client.Abort();
        };
        pair.Client.SslErrors += (_, _) => seen.Add("sslErrors");
        pair.Client.Disconnected += (_, _) => seen.Add("disconnected");
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.False(pair.Client.WaitForEncrypted());
        Assert.Equal(["SelfSignedCertificate", "disconnected"], seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pause_waits_for_a_decision(bool accept)
    {
        using ToyPair pair = new(1, ToyPeer.With(SslErrorCode.SelfSignedCertificate));
        pair.Accept();
        pair.Client.PauseMode = PauseModes.PauseOnSslErrors;
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.Equal(DriveResult.Satisfied, pair.Client.Drive(SocketGoal.EncryptedOrPaused, 5000));
        Assert.True(pair.Client.IsPaused);
        Assert.Equal(DriveResult.TimedOut, pair.Client.Drive(SocketGoal.Encrypted, 500));
        Assert.Equal(QSocketError.UnknownSocketError, pair.Client.Error);
        if (accept)
            pair.Client.IgnoreSslErrors([.. pair.Client.SslHandshakeErrors]);
        pair.Client.Resume();
        Assert.Equal(accept, pair.Client.WaitForEncrypted());
        Assert.Equal(accept ? SocketState.ConnectedState : SocketState.UnconnectedState, pair.Client.State);
        if (!accept)
            Assert.Equal(QSocketError.SslHandshakeFailedError, pair.Client.Error);
    }

    [Fact]
    public void A_pause_ends_by_itself_with_a_refusal_also_when_nobody_drives()
    {
        using ToyPair pair = new(1, ToyPeer.With(SslErrorCode.SelfSignedCertificate));
        pair.Accept();
        pair.Client.PauseMode = PauseModes.PauseOnSslErrors;
        pair.Client.PauseTimeout = 2000;
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.Equal(DriveResult.Satisfied, pair.Client.Drive(SocketGoal.EncryptedOrPaused, 5000));
        Assert.True(pair.Network.RunLoop(() => !pair.Client.IsPaused));
        Assert.Equal(SocketState.UnconnectedState, pair.Client.State);
        Assert.Contains("2 s", pair.Client.ErrorString, StringComparison.Ordinal);
    }

    [Fact]
    public void Unread_plaintext_is_ciphertext_to_the_handshake_never_data()
    {
        using ToyPair pair = new(1);
        pair.Accept();
        QSslSocket client = pair.Client;
        client.ConnectToHost("me.test", 443);
        Assert.True(client.WaitForConnected());
        Assert.True(pair.Network.RunLoop(() => pair.ServerTransport is not null));
        pair.ServerTransport!.TryWrite("220 go ahead\r\nINJECTED"u8);
        Assert.True(client.WaitForReadyRead());
        Assert.Equal("220 go ahead\r\n"u8.ToArray(), client.ReadLine());
        client.StartClientEncryption();
        Assert.Equal(0, client.BytesAvailable);
        Assert.False(client.WaitForEncrypted());
        Assert.Equal(QSocketError.SslHandshakeFailedError, client.Error);
        Assert.Empty(client.ReadAll());
    }

    [Fact]
    public void Plain_bytes_written_before_the_handshake_leave_plain_and_first()
    {
        using ToyPair pair = new(1);
        pair.Accept();
        QSslSocket client = pair.Client;
        client.ConnectToHost("me.test", 443);
        Assert.True(client.WaitForConnected());
        Assert.True(pair.Network.RunLoop(() => pair.ServerTransport is not null));
        client.Write("STARTTLS\r\n"u8);
        client.StartClientEncryption();
        client.Write("private"u8);
        client.Drive(SocketGoal.Encrypted, 500);
        byte[] wire = [.. pair.ServerTransport!.Incoming!.Log];
        Assert.Equal("STARTTLS\r\n"u8.ToArray(), wire[..10]);
        Assert.Equal(22, wire[10]);
        Assert.DoesNotContain("private", Encoding.ASCII.GetString(wire), StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_server_times_out_and_a_closing_one_is_told()
    {
        using ToyPair pair = new(1);
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.False(pair.Client.WaitForEncrypted(800));
        Assert.Equal(QSocketError.SocketTimeoutError, pair.Client.Error);
        Assert.Contains("TLS handshake", pair.Client.ErrorString, StringComparison.Ordinal);
        pair.Client.Abort();
        Assert.False(pair.Client.IsOpen);
    }

    [Fact]
    public void A_socket_without_a_handshake_is_never_encrypted_and_says_so_at_once()
    {
        using ToyPair pair = new(1);
        Assert.False(pair.Client.WaitForEncrypted());
        pair.Client.ConnectToHost("me.test", 443);
        Assert.True(pair.Client.WaitForConnected());
        TimeSpan before = pair.Network.Clock.Now;
        Assert.False(pair.Client.WaitForEncrypted());
        Assert.Equal(before, pair.Network.Clock.Now);
    }

    [Fact]
    public void Disconnecting_sends_what_was_written_then_the_farewell()
    {
        using ToyPair pair = new(1);
        pair.Accept(echo: false);
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        pair.Client.Write(new byte[50_000]);
        pair.Client.DisconnectFromHost();
        Assert.Equal(SocketState.HostLookupState, pair.Client.State);
        Assert.Equal(DriveResult.Satisfied, pair.Client.Drive(SocketGoal.Disconnected, 20_000));
        Assert.True(pair.Network.RunLoop(() => pair.ServerLog.Contains("disconnected")));
        Assert.Equal(50_000, pair.Server!.BytesAvailable);
        // close_notify is told first, the end of the connection after it.
        Assert.Equal(["encrypted", "RemoteHostClosedError", "RemoteHostClosedError", "disconnected"], pair.ServerLog);
        Assert.True(pair.ClientBackend.Engines[0].IsDisposed);
    }

    [Fact]
    public void An_end_that_waits_for_the_handshake_is_told_at_once()
    {
        using ToyPair pair = new(1);
        pair.Accept(echo: false);
        List<SocketState> states = [];
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.True(pair.Client.WaitForConnected());
        pair.Client.StateChanged += (_, e) => states.Add(e.SocketState);
        Assert.False(pair.Client.IsEncrypted);
        pair.Client.Write(new byte[50_000]);
        pair.Client.DisconnectFromHost();
        Assert.Equal(SocketState.ClosingState, pair.Client.State);
        Assert.True(pair.Client.WaitForDisconnected());
        Assert.True(pair.Network.RunLoop(() => pair.ServerLog.Contains("disconnected")));
        Assert.Equal(50_000, pair.Server!.BytesAvailable);
        Assert.Equal([SocketState.ClosingState, SocketState.UnconnectedState], states);
    }

    [Theory]
    [InlineData(nameof(QSslSocket.Close))]
    [InlineData(nameof(QSslSocket.Abort))]
    public void An_end_that_waits_for_the_handshake_can_be_had_at_once(string how)
    {
        using ToyPair pair = new(1);
        pair.Accept(echo: false);
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.True(pair.Client.WaitForConnected());
        pair.Client.Write(new byte[50_000]);
        pair.Client.DisconnectFromHost();
        if (how == nameof(QSslSocket.Close))
            pair.Client.Close();
        else
            pair.Client.Abort();
        Assert.Equal(SocketState.UnconnectedState, pair.Client.State);
        Assert.True(pair.Network.RunLoop(() => pair.ServerLog.Contains("disconnected")));
        Assert.Equal(0, pair.Server!.BytesAvailable);
        Assert.DoesNotContain("encrypted", pair.ServerLog);
    }

    [Fact]
    public void A_read_limit_holds_the_network_back_and_raising_it_lets_it_go_on()
    {
        using ToyPair pair = new(1);
        pair.Accept();
        pair.Client.ReadBufferSize = 1000;
        pair.Client.ConnectToHostEncrypted("me.test", 443);
        Assert.True(pair.Client.WaitForEncrypted());
        Assert.True(pair.Network.RunLoop(() => pair.Server is { IsEncrypted: true }));
        pair.Server!.Write(new byte[100_000]);
        Assert.True(pair.Client.WaitForReadyRead());
        Assert.Equal(DriveResult.TimedOut, pair.Client.Drive(SocketGoal.Disconnected, 500));
        Assert.Equal(1000, pair.Client.BytesAvailable);
        long total = 0;
        pair.Client.ReadBufferSize = 0;
        while (total < 100_000)
        {
            Assert.True(pair.Client.BytesAvailable > 0 || pair.Client.WaitForReadyRead(5000));
            total += pair.Client.ReadAll().Length;
        }
        Assert.Equal(100_000, total);
    }

    [Fact]
    public void A_backend_that_skips_the_verdict_gets_no_connection_through()
    {
        using SimulatedNetwork network = new(1);
        (SimulatedTransport client, _) = network.MakePair();
        QSslSocket socket = new(network, new CarelessBackend());
        Assert.True(socket.SetSocketDescriptor(network.Register(client)));
        socket.StartClientEncryption();
        Assert.False(socket.WaitForEncrypted());
        Assert.False(socket.IsEncrypted);
        Assert.Contains("without a verdict on the peer", socket.ErrorString, StringComparison.Ordinal);
    }

    private sealed class CarelessBackend : ToyBackend
    {
        public CarelessBackend()
            : base(ToyPeer.Good)
        {
        }

        protected override TlsEngine CreateEngineCore(TlsEngineOptions options) => new CarelessEngine(options);
    }

    private sealed class CarelessEngine(TlsEngineOptions options) : ToyEngine(options, ToyPeer.Good)
    {
        protected override TlsEngineStatus HandshakeCore() => TlsEngineStatus.Complete;
    }
}
