using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>The contract of an engine, over memory: the verdict on the peer, and what may have left before it.</summary>
public sealed class VerdictContractTests
{
    public static TheoryData<string, string, SslProtocol> Joined => BackendPairs.Joined;

    /// <summary>Those that know keys.</summary>
    public static TheoryData<string, string> JoinedByKey
    {
        get
        {
            TheoryData<string, string> cases = [];
            string[] names = [.. TlsBackendRegistry.Available.Select(b => b.Name).Intersect(["openssl", "bouncycastle"])];
            foreach (string client in names)
            {
                foreach (string server in names)
                    cases.Add(client, server);
            }
            return cases;
        }
    }

    /// <summary>Of the client only its hello is on the wire when it is asked, and of a refused server's client an alert beside
    /// it.</summary>
    [Theory, MemberData(nameof(Joined))]
    public void Nothing_of_the_last_flight_leaves_before_the_verdict(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol, TestPki.SelfSigned, TestPki.Client, PeerVerifyMode.VerifyPeer);
        link.UntilClientIsAsked();
        int hello = link.ClientTransport.Sent.Count;
        AssertOnlyHello(link.ClientTransport.Sent);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(TlsEngineStatus.NeedsVerdict, link.Client.Handshake());
            link.Server.Handshake();
        }
        Assert.Equal(hello, link.ClientTransport.Sent.Count);
        Assert.Equal(0, link.Client.CiphertextPending);
        link.Client.Reject(SslErrorCode.SelfSignedCertificate);
        Assert.Equal(TlsEngineStatus.Failed, link.Client.Handshake());
        Assert.Equal((AlertType.UnknownCa, false), (link.Client.Failure!.Alert, link.Client.Failure.AlertIsFromPeer));
        Assert.InRange(link.ClientTransport.Sent.Count - hello, 7, 40);
        Assert.Equal(TlsEngineStatus.Failed, Link.Until(link.Server.Handshake));
        Assert.Equal((AlertType.UnknownCa, true), (link.Server.Failure!.Alert, link.Server.Failure.AlertIsFromPeer));
        Assert.Empty(link.Server.Peer.Chain);
        Assert.Equal(0, link.ServerAsked);
    }

    /// <summary>Of a server with a key and no certificate, too: the flight tells which key the client has.</summary>
    [Theory, MemberData(nameof(JoinedByKey))]
    public void Nothing_leaves_before_the_verdict_on_a_server_without_a_certificate(string client, string server)
    {
        QSslCipher suite = TlsBackendRegistry.Find(client)!.SupportedCiphers.First(c => c.Name == "PSK-AES128-GCM-SHA256");
        using Link link = BackendPairs.Join(client, server, SslProtocol.TlsV1_2, configureClient: c => c.Ciphers = [suite],
            questions: new KnownKey());
        link.UntilClientIsAsked();
        AssertOnlyHello(link.ClientTransport.Sent);
        Assert.Empty(link.Client.Peer.Chain);
        Assert.True(link.Client.Facts.UsedPreSharedKey);
        link.Client.Accept();
        link.Handshake();
        Assert.Equal((0, 1), (link.ClientAsked, link.ServerAsked));
    }

    [Theory, MemberData(nameof(Joined))]
    public void It_is_asked_for_once_however_the_flights_are_split(string client, string server, SslProtocol protocol)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            using Link link = BackendPairs.Join(client, server, protocol, TestPki.Server, TestPki.Client, PeerVerifyMode.VerifyPeer,
                seed: seed, window: 200);
            link.Handshake();
            Assert.Equal((1, 1), (link.ClientAsked, link.ServerAsked));
            Assert.Equal(TestPki.Client.Chain, link.Server.Peer.Chain);
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void What_was_agreed_on_is_known_when_the_client_is_asked(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol, TestPki.Expired);
        link.UntilClientIsAsked();
        Assert.Equal(protocol, link.Client.SessionProtocol);
        Assert.Equal(TestPki.Expired.Chain, link.Client.Peer.Chain);
        QSslCipher seen = link.Client.SessionCipher;
        link.Client.Accept();
        for (int turn = 0; turn < 100 && link.Client.Handshake() != TlsEngineStatus.Complete; turn++)
        {
            if (link.Server.Handshake() == TlsEngineStatus.NeedsVerdict)
                link.Server.Accept();
        }
        // OpenSSL tells of the suite only when it is in use, which up to TLS 1.2 is later.
        Assert.True(seen.IsNull ? client == "openssl" && protocol == SslProtocol.TlsV1_2 : seen.Equals(link.Client.SessionCipher));
        Assert.Equal(protocol, link.Client.SessionProtocol);
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_server_that_rejects_its_client_never_completes(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol, clientIdentity: TestPki.UnknownClient,
            serverVerify: PeerVerifyMode.VerifyPeer);
        link.ServerVerdict = false;
        link.Handshake(expectServer: TlsEngineStatus.Failed);
        Assert.Equal(TestPki.UnknownClient.Certificate, link.Server.Peer.Chain[0]);
        Assert.Equal([SslErrorCode.UnableToGetLocalIssuerCertificate, SslErrorCode.UnableToVerifyFirstCertificate],
            link.Server.Peer.ChainErrors.Select(e => e.Error));
        Assert.Throws<InvalidOperationException>(() => link.Server.Accept());
        Assert.Equal(TlsEngineStatus.Failed, link.Server.Handshake());
        Assert.Equal(TlsEngineStatus.Failed, link.Server.Read(new byte[10], out _));
        Assert.Equal(TlsEngineStatus.Failed, link.Server.Write("x"u8, out _));
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_server_sees_its_clients_chain_if_it_asks(string client, string server, SslProtocol protocol)
    {
        foreach (PeerVerifyMode mode in Enum.GetValues<PeerVerifyMode>())
        {
            using Link link = BackendPairs.Join(client, server, protocol, clientIdentity: TestPki.Client, serverVerify: mode);
            link.Handshake();
            Assert.Equal(mode == PeerVerifyMode.VerifyNone ? [] : TestPki.Client.Chain, link.Server.Peer.Chain);
            Assert.Empty(link.Server.Peer.ChainErrors);
            if (mode != PeerVerifyMode.VerifyNone)
                Assert.Equal(TestPki.Root.Certificate, link.Server.Peer.VerifiedChain[^1]);
        }
    }

    // Those of Windows and macOS tell the certificates in an order of their own.
    [Theory]
    [InlineData("openssl", SslProtocol.TlsV1_2)]
    [InlineData("openssl", SslProtocol.TlsV1_3)]
    [InlineData("sslstream", SslProtocol.TlsV1_2)]
    [InlineData("sslstream", SslProtocol.TlsV1_3)]
    [InlineData("bouncycastle", SslProtocol.TlsV1_2)]
    [InlineData("bouncycastle", SslProtocol.TlsV1_3)]
    public void A_certificate_that_is_sent_twice_is_seen_twice(string judge, SslProtocol protocol)
    {
        Assert.SkipUnless(BackendPairs.WithTls.Contains(judge), $"needs the backend {judge}, which is not here");
        foreach (int place in new[] { 1, 2 })
        {
            QSslCertificate[] ofServer = Twice(TestPki.Server), ofClient = Twice(TestPki.Client);
            using Link client = BackendPairs.Join(judge, "openssl", protocol, configureServer: c => c.LocalCertificateChain = ofServer);
            client.UntilClientIsAsked();
            Assert.Equal(ofServer, client.Client.Peer.Chain);
            using Link server = BackendPairs.Join("openssl", judge, protocol, TestPki.Server, TestPki.Client, PeerVerifyMode.VerifyPeer,
                configureClient: c => c.LocalCertificateChain = ofClient);
            server.Handshake();
            Assert.Equal(ofClient, server.Server.Peer.Chain);

            QSslCertificate[] Twice(TestIdentity identity) =>
                [.. identity.Chain[..place], identity.Certificate, .. identity.Chain[place..]];
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_client_without_a_certificate_is_the_servers_to_judge(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol, serverVerify: PeerVerifyMode.VerifyPeer);
        link.Handshake();
        Assert.Equal(1, link.ServerAsked);
        Assert.Empty(link.Server.Peer.Chain);
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_client_without_a_certificate_fails_where_that_is_fatal(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol, configureServer: c => c.MissingCertificateIsFatal = true);
        link.Handshake(expectServer: TlsEngineStatus.Failed);
        Assert.Equal(0, link.ServerAsked);
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_server_knows_the_name_that_it_was_asked_for(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol);
        link.Handshake();
        Assert.Equal(TestPki.ServerName, link.Server.Facts.RequestedServerName);
    }

    [Theory, MemberData(nameof(Joined))]
    public void Without_verification_a_chain_is_seen_and_not_checked(string client, string server, SslProtocol protocol)
    {
        using Link link = BackendPairs.Join(client, server, protocol, TestPki.SelfSigned, configureClient: c =>
            c.PeerVerifyMode = PeerVerifyMode.VerifyNone);
        link.UntilClientIsAsked();
        Assert.Equal(TestPki.SelfSigned.Chain, link.Client.Peer.Chain);
        Assert.Empty(link.Client.Peer.ChainErrors);
    }

    [Theory, MemberData(nameof(Joined))]
    public void The_same_forgeries_have_the_same_errors(string client, string server, SslProtocol protocol)
    {
        Assert.Equal([SslErrorCode.CertificateExpired], Errors(TestPki.Expired));
        Assert.Equal([SslErrorCode.CertificateNotYetValid], Errors(TestPki.NotYetValid));
        Assert.Equal([SslErrorCode.SelfSignedCertificate], Errors(TestPki.SelfSigned));
        Assert.Equal([SslErrorCode.UnableToGetLocalIssuerCertificate, SslErrorCode.UnableToVerifyFirstCertificate],
            Errors(TestPki.UnknownIssuer));
        Assert.Equal([SslErrorCode.InvalidPurpose], Errors(TestPki.Client));
        Assert.Empty(Errors(TestPki.Server));
        Assert.Empty(Errors(TestPki.WrongName));

        IEnumerable<SslErrorCode> Errors(TestIdentity identity)
        {
            using Link link = BackendPairs.Join(client, server, protocol, identity);
            link.UntilClientIsAsked();
            Assert.All(link.Client.Peer.ChainErrors, e => Assert.Equal(identity.Certificate, e.Certificate));
            return link.Client.Peer.ChainErrors.Select(e => e.Error);
        }
    }

    /// <summary>A record of the client's hello, and in TLS 1.3 perhaps a change of ciphers that means nothing.</summary>
    private static void AssertOnlyHello(List<byte> sent)
    {
        const byte ChangeCipherSpec = 20, Handshake = 22, ClientHello = 1;
        for (int at = 0; at < sent.Count; at += 5 + (sent[at + 3] << 8) + sent[at + 4])
            Assert.True(sent[at] == ChangeCipherSpec
                || (sent[at] == Handshake && sent[at + 5] == ClientHello), $"a record of type {sent[at]} left");
    }
}
