using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>The contract of an engine, over memory: exchanges, data, ends. Each backend in both roles, and each with each.</summary>
public sealed class ExchangeContractTests
{
    public static TheoryData<string, string, SslProtocol> Joined => BackendPairs.Joined;

    public static TheoryData<string, SslProtocol> Alone => BackendPairs.Alone;

    [Theory, MemberData(nameof(Joined))]
    public void Each_side_is_asked_once_and_agrees_with_the_other(string client, string server, SslProtocol protocol)
    {
        foreach (TestIdentity identity in new[] { TestPki.Server, TestPki.ServerRsa })
        {
            using Link link = BackendPairs.Join(client, server, protocol, identity);
            link.Handshake();
            Assert.Equal((1, 1), (link.ClientAsked, link.ServerAsked));
            Assert.Equal((protocol, protocol), (link.Client.SessionProtocol, link.Server.SessionProtocol));
            Assert.False(link.Client.SessionCipher.IsNull);
            Assert.Equal(link.Client.SessionCipher, link.Server.SessionCipher);
            Assert.Equal(identity.Chain, link.Client.Peer.Chain);
            Assert.Empty(link.Client.Peer.ChainErrors);
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void Data_goes_both_ways_in_pieces_of_any_size(string client, string server, SslProtocol protocol)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            using Link link = BackendPairs.Join(client, server, protocol, seed: seed, window: 20_000);
            link.Handshake();
            byte[] data = new byte[200_001];
            new Random(seed).NextBytes(data);
            Assert.Equal(data, Link.Pump(link.Client, link.Server, data));
            Assert.Equal(data, Link.Pump(link.Server, link.Client, data));
            Assert.True(link.Client.CiphertextSent > data.Length);
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void Small_reads_lose_nothing(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol);
        link.Handshake();
        byte[] data = Encoding.ASCII.GetBytes("one record, read a byte at a time");
        Assert.Equal(TlsEngineStatus.Complete, link.Client.Write(data, out int taken));
        Assert.Equal(data.Length, taken);
        Assert.True(link.Client.CiphertextPending > data.Length, "what is written waits for more, or for a flush");
        Assert.Equal(TlsEngineStatus.Complete, Link.Until(link.Client.Flush));
        Assert.Equal(0, link.Client.CiphertextPending);
        List<byte> received = [];
        byte[] one = new byte[1];
        while (received.Count < data.Length)
        {
            Assert.Equal(TlsEngineStatus.Complete, Link.Until(() => link.Server.Read(one, out _)));
            received.Add(one[0]);
        }
        Assert.Equal(data, received);
        Assert.Equal(TlsEngineStatus.WantRead, link.Server.Read(one, out _));
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_farewell_is_told_from_a_cut(string client, string server, SslProtocol protocol)
    {
        byte[] buffer = new byte[100];
        using (Link polite = BackendPairs.Join(client, server, protocol))
        {
            polite.Handshake();
            Assert.Equal(TlsEngineStatus.Complete, polite.Client.Write("last words"u8, out _));
            Assert.Equal(TlsEngineStatus.Complete, Link.Until(polite.Client.Shutdown));
            int count = 0;
            Assert.Equal(TlsEngineStatus.Complete,
                Link.Until(() => polite.Server.Read(buffer, out count) is var status && count > 0 ? TlsEngineStatus.Complete : status));
            Assert.Equal("last words", Encoding.ASCII.GetString(buffer, 0, count));
            polite.ServerTransport.Ended = true;
            Assert.Equal(TlsEngineStatus.Closed, Link.Until(() => polite.Server.Read(buffer, out _)));
            Assert.Equal(TlsEngineStatus.Closed, polite.Server.Read(buffer, out _));
            Assert.NotEqual(TlsEngineStatus.Failed, polite.Server.Shutdown());
        }
        using (Link cut = BackendPairs.Join(client, server, protocol))
        {
            cut.Handshake();
            cut.ServerTransport.Ended = true;
            Assert.Equal(TlsEngineStatus.Truncated, Link.Until(() => cut.Server.Read(buffer, out _)));
            Assert.Equal(TlsEngineStatus.Truncated, cut.Server.Read(buffer, out _));
        }
        using Link early = BackendPairs.Join(client, server, protocol);
        early.Client.Handshake();
        early.ClientTransport.Ended = true;
        Assert.Equal(TlsEngineStatus.Truncated, Link.Until(early.Client.Handshake));
    }

    [Theory, MemberData(nameof(Joined))]
    public void Application_protocols_are_agreed_on_by_the_clients_order(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(
            client, server, protocol, configureClient: c => c.AllowedNextProtocols = ["", "h2", "http/1.1", "imap"],
            configureServer: c => c.AllowedNextProtocols = ["imap", "http/1.1"]);
        link.Handshake();
        Assert.Equal(("http/1.1", "http/1.1"), (link.Client.ApplicationProtocol, link.Server.ApplicationProtocol));
        using Link none = BackendPairs.Join(
            client, server, protocol, configureClient: c => c.AllowedNextProtocols = ["h2"], configureServer: c =>
                c.AllowedNextProtocols = ["imap"]);
        none.Handshake();
        Assert.Null(none.Client.ApplicationProtocol);
        Assert.Null(none.Server.ApplicationProtocol);
    }

    [Theory, MemberData(nameof(Alone))]
    public void The_server_is_asked_for_by_name_unless_that_is_switched_off(string backend, SslProtocol protocol)
    {
        Needs.Backend(backend, protocol);
        Assert.Contains(TestPki.ServerName, Hello(TestPki.ServerName), StringComparison.Ordinal);
        Assert.DoesNotContain(TestPki.ServerName, Hello(null), StringComparison.Ordinal);

        string Hello(string? name)
        {
            (MemoryTransport transport, _) = MemoryTransport.Pair();
            QSslConfiguration configuration = new() { Protocol = protocol };
            using TlsEngine engine = TlsBackendRegistry.Find(backend)!.CreateEngine(new(SslMode.SslClientMode, configuration, name),
                transport);
            Assert.Equal(TlsEngineStatus.WantRead, engine.Handshake());
            return Encoding.Latin1.GetString([.. transport.Sent]);
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void Versions_and_suites_in_common_are_needed(string client, string server, SslProtocol protocol)
    {
        SslProtocol other = protocol == SslProtocol.TlsV1_2 ? SslProtocol.TlsV1_3 : SslProtocol.TlsV1_2;
        using Link versions = BackendPairs.Join(client, server, protocol, configureServer: c => c.Protocol = other);
        versions.Fail();
        Assert.Equal((AlertType.ProtocolVersion, true), (versions.Client.Failure!.Alert, versions.Client.Failure.AlertIsFromPeer));

        // The server's key is for another suite.
        using Link suites = BackendPairs.Join(
            client, server, SslProtocol.TlsV1_2, configureClient: c =>
                c.Ciphers = [new QSslCipher($"ECDHE-{TestKeys.OtherSuiteName}-AES128-GCM-SHA256")]);
        suites.Fail();
        Assert.Equal((AlertType.HandshakeFailure, true), (suites.Client.Failure!.Alert, suites.Client.Failure.AlertIsFromPeer));
        Assert.Contains("cipher", suites.Server.Failure!.Reason, StringComparison.Ordinal);

        using Link chosen = BackendPairs.Join(
            client, server, SslProtocol.SecureProtocols, configureClient: c =>
                c.Ciphers = [new QSslCipher("TLS_CHACHA20_POLY1305_SHA256")]);
        chosen.Handshake();
        Assert.Equal(
            ("TLS_CHACHA20_POLY1305_SHA256", SslProtocol.TlsV1_3), (chosen.Client.SessionCipher.Name, chosen.Client.SessionProtocol));
        string oldSuite = $"ECDHE-{TestKeys.SuiteName}-AES128-SHA256";
        using Link old = BackendPairs.Join(
            client, server, SslProtocol.SecureProtocols, configureServer: c => c.Ciphers = [new QSslCipher(oldSuite)]);
        old.Handshake();
        Assert.Equal((oldSuite, SslProtocol.TlsV1_2), (old.Server.SessionCipher.Name, old.Server.SessionProtocol));
    }

    [Theory, MemberData(nameof(Alone))]
    public void Plain_text_is_told_for_what_it_is(string backend, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(backend, backend, protocol);
        link.Client.Handshake();
        link.ClientTransport.Inject("220 mail.example ESMTP\r\n"u8);
        Assert.Equal(TlsEngineStatus.Failed, Link.Until(link.Client.Handshake));
        Assert.True(link.Client.Failure!.PeerIsNotTls);
        Assert.Contains("220 mail.example ESMTP", link.Client.Failure.Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Alone))]
    public void Garbage_of_any_kind_fails_and_never_throws(string backend, SslProtocol protocol)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            using Link link = BackendPairs.Join(backend, backend, protocol, seed: seed);
            Random random = new(seed);
            byte[] garbage = new byte[random.Next(1, 3000)];
            random.NextBytes(garbage);
            if (seed % 2 == 0)
                (garbage[0], garbage[^1]) = (22, 3);
            (TlsEngine victim, MemoryTransport transport) = seed % 3 == 0
                ? (link.Server, link.ServerTransport)
                : (link.Client, link.ClientTransport);
            victim.Handshake();
            transport.Inject(garbage);
            transport.Ended = true;
            TlsEngineStatus status = Link.Until(victim.Handshake);
            Assert.True(status is TlsEngineStatus.Failed or TlsEngineStatus.Truncated, $"seed {seed}: {status}");
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void Changed_handshakes_fail_and_never_throw_nor_complete(string client, string server, SslProtocol protocol)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            using Link link = BackendPairs.Join(client, server, protocol, seed: seed);
            link.Client.Handshake();
            link.Server.Handshake();
            link.ClientTransport.Change(new Random(seed));
            TlsEngineStatus status = TlsEngineStatus.WantRead;
            for (int turn = 0; turn < 200 && status is TlsEngineStatus.WantRead or TlsEngineStatus.WantWrite; turn++)
                status = link.Client.Handshake();
            Assert.NotEqual(TlsEngineStatus.Complete, status);
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void Changed_data_is_refused(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol);
        link.Handshake();
        byte[] record = new byte[60];
        (record[0], record[1], record[2], record[4]) = (23, 3, 3, 55);
        link.ServerTransport.Inject(record);
        Assert.Equal(TlsEngineStatus.Failed, Link.Until(() => link.Server.Read(new byte[100], out _)));
        Assert.NotEmpty(link.Server.Failure!.Reason);
        Assert.Equal(TlsEngineStatus.Failed, link.Server.Read(new byte[100], out _));
        Assert.Equal(TlsEngineStatus.Failed, link.Server.Write("x"u8, out _));
    }

    [Theory, MemberData(nameof(Alone))]
    public void What_cannot_be_set_up_says_why(string backend, SslProtocol protocol)
    {
        Assert.Contains("does not belong", Fault(c => c.PrivateKey = TestPki.ServerRsa.Key), StringComparison.Ordinal);
        Assert.Contains("without its private key", Fault(c => c.PrivateKey = new()), StringComparison.Ordinal);
        Assert.Contains("is a public key", Fault(c => c.PrivateKey = TestPki.Server.Certificate.PublicKey), StringComparison.Ordinal);
        Assert.Contains("needs a certificate", Fault(c => c.LocalCertificateChain = []), StringComparison.Ordinal);
        Assert.Contains("DtlsV1_2", Fault(c => c.Protocol = SslProtocol.DtlsV1_2), StringComparison.Ordinal);
        Assert.Contains("TlsV1_3", Fault(c => (c.Protocol, c.Ciphers) = (SslProtocol.TlsV1_3,
            [new QSslCipher("ECDHE-ECDSA-AES128-SHA256")])), StringComparison.Ordinal);

        string Fault(Action<QSslConfiguration> breakIt) => Assert.Throws<TlsSetupException>(
            () => BackendPairs.Join(backend, backend, protocol, configureServer: breakIt)).Message;
    }

    /// <summary>Whatever runs in the caller's context, nothing of an exchange is left to another thread.</summary>
    [Theory, MemberData(nameof(Alone))]
    public void An_exchange_needs_nobodys_context(string backend, SslProtocol protocol)
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new RefusingContext());
        try
        {
            using Link link = BackendPairs.Join(backend, backend, protocol);
            link.Handshake();
            Assert.Equal("data"u8.ToArray(), Link.Pump(link.Client, link.Server, "data"u8.ToArray()));
            Assert.IsType<RefusingContext>(SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private sealed class RefusingContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => throw new InvalidOperationException("posted");

        public override void Send(SendOrPostCallback d, object? state) => throw new InvalidOperationException("sent");
    }
}
