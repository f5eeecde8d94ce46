using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>What is told of the phases of connections. Listeners are of the whole process, so nothing else runs meanwhile.</summary>
[Collection(nameof(ChangesDefaultConfiguration))]
public sealed class TraceTests
{
    private static readonly string[] s_phases =
        ["ConnectStart", "LookupStop", "ConnectStop", "HandshakeStart", "Verdict", "HandshakeStop", "AlertSent", "Closed"];

    [Fact]
    public void An_event_listener_hears_each_phase_with_the_sockets_number_and_the_target()
    {
        using HeardEvents heard = new();
        string target = ConnectAndEnd("localhost", TestPki.Root.Certificate);
        HeardEvent[] events = heard.Of(target);
        Assert.Equal(s_phases, events.Select(one => one.Name).Where(name => name is not ("AlertReceived" or "SocketError")));
        Assert.Single(events.Select(one => one.SocketId).Distinct());
        Assert.StartsWith("127.0.0.1:", events[2].Rest, StringComparison.Ordinal);
        Assert.StartsWith("client openssl", events[3].Rest, StringComparison.Ordinal);
        Assert.StartsWith("True ", events[4].Rest, StringComparison.Ordinal);
        Assert.StartsWith("TlsV1_3 TLS_", events[5].Rest, StringComparison.Ordinal);
        string[] bytes = Assert.Single(events, one => one.Name == "Closed").Rest.Split(' ');
        Assert.All(bytes, count => Assert.True(long.Parse(count, null) > 300, count));
    }

    [Fact]
    public void An_event_listener_hears_why_a_peer_is_refused()
    {
        using HeardEvents heard = new();
        string target = ConnectAndEnd("localhost", TestPki.Client.Certificate);
        HeardEvent[] events = heard.Of(target);
        Assert.Contains(events, one => one.Name == "Verdict" && one.Rest.StartsWith("False ", StringComparison.Ordinal)
            && one.Rest.Contains("UnableToGetLocalIssuerCertificate", StringComparison.Ordinal));
        Assert.Contains(events, one => one is { Name: "AlertSent", Rest: "Fatal UnknownCa" });
        Assert.Contains(events, one => one.Name == "HandshakeFailed"
            && one.Rest.StartsWith("SslHandshakeFailedError", StringComparison.Ordinal));
        Assert.DoesNotContain(events, one => one.Name == "HandshakeStop");
    }

    [Fact]
    public void Names_are_told_in_visible_form()
    {
        using HeardEvents heard = new();
        using QSslSocket socket = new();
        socket.ConnectToHost("bad\u001b[31mname", 443);
        Assert.False(socket.WaitForConnected(10_000));
        Assert.Contains(heard.Of(@"bad\1B[31mname:443"), one => one.Name == "ConnectStart");
    }

    [Fact]
    public void The_meter_counts_connections_handshakes_and_bytes()
    {
        ConcurrentDictionary<string, double> sums = new(StringComparer.Ordinal);
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "QSslCore")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value > 0 ? 1 : 0));
        listener.Start();
        void Add(Instrument instrument, double value) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);

        using (EncryptedPair pair = new())
        {
            Assert.Equal(2, sums["qsslcore.connections.active"]);
            Assert.False(sums.ContainsKey("qsslcore.connection.io"));
        }
        Assert.Equal(0, sums["qsslcore.connections.active"]);
        Assert.Equal(2, sums["qsslcore.connections.established"]);
        Assert.Equal(2, sums["qsslcore.handshakes.completed"]);
        Assert.Equal(2, sums["qsslcore.handshake.duration"]);
        Assert.True(sums["qsslcore.connection.io"] > 2000, $"{sums["qsslcore.connection.io"]}");
        Assert.False(sums.ContainsKey("qsslcore.handshakes.failed"));
        ConnectAndEnd("localhost", TestPki.Client.Certificate);
        Assert.InRange(sums["qsslcore.handshakes.failed"], 1, 2);
        Assert.Equal(0, sums["qsslcore.connections.active"]);
    }

    [Fact]
    public void An_abandoned_socket_is_active_only_until_it_is_collected()
    {
        long active = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "qsslcore.connections.active")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref active, value));
        listener.Start();
        using System.Net.Sockets.TcpListener peer = new(System.Net.IPAddress.Loopback, 0);
        peer.Start();
        Abandon(((System.Net.IPEndPoint)peer.LocalEndpoint).Port);
        Assert.Equal(1, Interlocked.Read(ref active));
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Interlocked.Read(ref active) == 0;
            },
            10_000));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(int port)
    {
#pragma warning disable CA2000 // It is abandoned.
        QTcpSocket socket = new();
#pragma warning restore CA2000
        socket.ConnectToHost("127.0.0.1", port);
        Assert.True(socket.WaitForConnected(10_000), socket.ErrorString);
    }

    /// <summary>A socket that nothing listens to has not even the object that would tell.</summary>
    [Fact]
    public void Without_a_listener_nothing_is_made()
    {
        FieldInfo trace = typeof(QAbstractSocket).GetField("_trace", BindingFlags.Instance | BindingFlags.NonPublic)!;
        using (EncryptedPair silent = new())
        {
            Assert.Null(trace.GetValue(silent.Client));
            Assert.Null(trace.GetValue(silent.Server));
        }
        using HeardEvents heard = new();
        using EncryptedPair told = new();
        Assert.NotNull(trace.GetValue(told.Client));
    }

    [Fact]
    public void A_narrator_gets_the_phases_in_order_and_the_details()
    {
        List<TraceLine> lines = [];
        using (EncryptedPair pair = new(
            configuration => configuration.RecordsHandshakeMessages = true, prepare: client => client.Narrator = lines.Add))
        {
        }
        string[] phases = [.. lines.Where(line => !line.IsDetail).Select(line => line.Text)];
        string[] expected =
        [
            "Connecting.", "is established in", "The TLS handshake starts as client", "is accepted (without errors)",
            "The connection is encrypted: TlsV1_3, TLS_", "The connection is closed",
        ];
        int[] places = [.. expected.Select(text => Array.FindIndex(phases, p => p.Contains(text, StringComparison.Ordinal)))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.All(phases, line => Assert.StartsWith("127.0.0.1:", line, StringComparison.Ordinal));
        string[] details = [.. lines.Where(line => line.IsDetail).Select(line => line.Text)];
        Assert.Contains(details, line => line.Contains("ClientHello", StringComparison.Ordinal));
        Assert.Contains(details, line => line.Contains("verification AutoVerifyPeer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, PeerVerifyMode.AutoVerifyPeer, "all errors are ignored for this connection")]
    [InlineData(false, PeerVerifyMode.QueryPeer, "the mode QueryPeer accepts every error): UnableToGetLocalIssuerCertificate")]
    [InlineData(false, PeerVerifyMode.VerifyNone, "the mode VerifyNone does not verify it")]
    public void A_narrator_hears_what_has_accepted_the_errors(bool ignores, PeerVerifyMode mode, string reason)
    {
        List<TraceLine> lines = [];
        using (EncryptedPair pair = new(
            configuration =>
            {
                configuration.CaCertificates = [TestPki.Client.Certificate];
                configuration.PeerVerifyMode = mode;
            },
            prepare: client =>
            {
                client.Narrator = lines.Add;
                if (ignores)
                    client.SslErrors += (_, _) => client.IgnoreSslErrors();
            }))
        {
        }
        Assert.Contains(lines, line => line.Text.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_servers_narrator_hears_the_handshakes_of_its_clients_until_it_is_taken_back()
    {
        ConcurrentQueue<string> lines = new();
        await using QSslServer server = new() { Narrator = line => lines.Enqueue(line.Text) };
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
        server.SslConfiguration = configuration;
        Assert.True(server.Listen(System.Net.IPAddress.Loopback), server.ErrorString);
        await Meet();
        string[] heard = [.. lines];
        string[] expected = ["is adopted", "starts as server", "is accepted", "is encrypted: TlsV1_3"];
        Assert.All(expected, text => Assert.Contains(heard, line => line.Contains(text, StringComparison.Ordinal)));
        server.Narrator = null;
        lines.Clear();
        await Meet();
        Assert.Empty(lines);

        async Task Meet()
        {
            using QSslSocket client = new() { PeerVerifyName = TestPki.ServerName };
            QSslConfiguration trusting = client.SslConfiguration;
            trusting.CaCertificates = [TestPki.Root.Certificate];
            client.SslConfiguration = trusting;
            Task connecting = client.ConnectToHostEncryptedAsync(
                "127.0.0.1", server.ServerPort, TestContext.Current.CancellationToken);
            using QSslSocket accepted = await server.AcceptAsync(TestContext.Current.CancellationToken);
            await connecting;
        }
    }

    [Fact]
    public async Task A_servers_narrator_hears_what_is_said_before_TLS()
    {
        ConcurrentQueue<string> lines = new();
        await using QSslServer server = new() { Narrator = line => lines.Enqueue(line.Text), StartTls = StartTlsProtocol.Find("smtp") };
        server.PendingConnectionAvailable += (_, _) => server.NextPendingConnection()?.Dispose();
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
        server.SslConfiguration = configuration;
        Assert.True(server.Listen(System.Net.IPAddress.Loopback), server.ErrorString);
        HostCheckResult result = await new HostCheck
        {
            HostName = "127.0.0.1",
            Port = server.ServerPort,
            StartTls = StartTlsProtocol.Find("smtp"),
        }.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.Session is not null, result.Failure);
        string[] said = [.. lines.Where(line => line.Contains(": STARTTLS ", StringComparison.Ordinal))];
        string[] expected = ["S: 220 ", "C: EHLO ", "S: 250", "C: STARTTLS"];
        int[] places = [.. expected.Select(text =>
            Array.FindIndex(said, line => line.Contains($"STARTTLS {text}", StringComparison.Ordinal)))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Length, places.Distinct().Count());
        Assert.Equal(said.Length, said.Distinct().Count());
    }

    /// <summary>Connects to a server of the test, waits for the outcome, and ends it.</summary>
    /// <returns>The target.</returns>
    private static string ConnectAndEnd(string host, QSslCertificate trusted)
    {
        using TlsServer server = new(TestPki.Server);
        using QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.CaCertificates = [trusted];
        client.SslConfiguration = configuration;
        client.ConnectToHostEncrypted(host, server.ServerPort, TestPki.ServerName, protocol: NetworkLayerProtocol.IPv4Protocol);
        Assert.True(client.WaitForConnected(10_000), client.ErrorString);
        using QSslSocket accepted = server.Accept();
        accepted.Encrypted += static (_, _) => { };
        _ = client.WaitForEncrypted(10_000);
        client.DisconnectFromHost();
        if (client.State != SocketState.UnconnectedState)
            Assert.True(client.WaitForDisconnected(10_000), client.ErrorString);
        accepted.Abort();
        return $"{host}:{server.ServerPort}";
    }
}
