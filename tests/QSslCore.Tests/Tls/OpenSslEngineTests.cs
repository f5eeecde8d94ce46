using System.Runtime.CompilerServices;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Tls;

/// <summary>The engine alone, both roles, over memory.</summary>
public sealed class OpenSslEngineTests
{
    public OpenSslEngineTests() => Needs.OpenSsl();

    public static TheoryData<SslProtocol, bool, int> Handshakes
    {
        get
        {
            TheoryData<SslProtocol, bool, int> cases = [];
            for (int seed = 0; seed < 5; seed++)
            {
                foreach (bool rsa in new[] { false, true })
                {
                    cases.Add(SslProtocol.TlsV1_2, rsa, seed);
                    cases.Add(SslProtocol.TlsV1_3, rsa, seed);
                }
            }
            return cases;
        }
    }

    public static TheoryData<SslProtocol> Protocols => [SslProtocol.TlsV1_2, SslProtocol.TlsV1_3];

    [Theory, MemberData(nameof(Handshakes))]
    public void Each_side_is_asked_once_and_data_flows_both_ways(SslProtocol protocol, bool rsa, int seed)
    {
        using Link link = new(protocol, rsa ? TestPki.ServerRsa : TestPki.Server, seed: seed, window: 20_000);
        link.Handshake();
        Assert.Equal((1, 1), (link.ClientAsked, link.ServerAsked));
        Assert.Equal(protocol, link.Client.SessionProtocol);
        Assert.Equal(link.Client.SessionCipher, link.Server.SessionCipher);
        Assert.Empty(link.Client.Peer.ChainErrors);
        Assert.Equal((rsa ? TestPki.ServerRsa : TestPki.Server).Chain, link.Client.Peer.Chain);
        byte[] data = new byte[300_000];
        new Random(seed).NextBytes(data);
        Assert.Equal(data, Link.Pump(link.Client, link.Server, data));
        Assert.Equal(data, Link.Pump(link.Server, link.Client, data));
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Nothing_of_the_last_flight_leaves_before_the_verdict(SslProtocol protocol)
    {
        using Link link = new(protocol, TestPki.Server, client: TestPki.Client, serverVerify: PeerVerifyMode.VerifyPeer);
        link.UntilClientIsAsked();
        int hello = link.ClientTransport.Sent.Count;
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(TlsEngineStatus.NeedsVerdict, link.Client.Handshake());
            link.Server.Handshake();
        }
        Assert.Equal(hello, link.ClientTransport.Sent.Count);
        Assert.Equal(0, link.Client.CiphertextPending);
        Assert.Empty(link.Server.Peer.Chain);
        link.Client.Reject(SslErrorCode.CertificateExpired);
        Assert.Equal(TlsEngineStatus.Failed, link.Client.Handshake());
        Assert.Equal(AlertType.CertificateExpired, link.Client.Failure!.Alert);
        Assert.Equal(TlsEngineStatus.Failed, link.Server.Handshake());
        Assert.Equal((AlertType.CertificateExpired, true), (link.Server.Failure!.Alert, link.Server.Failure.AlertIsFromPeer));
        Assert.Empty(link.Server.Peer.Chain);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void A_server_that_rejects_its_client_never_completes(SslProtocol protocol)
    {
        using Link link = new(protocol, TestPki.Server, client: TestPki.UnknownClient, serverVerify: PeerVerifyMode.VerifyPeer);
        link.ServerVerdict = false;
        link.Handshake(expectServer: TlsEngineStatus.Failed);
        Assert.Equal(TestPki.UnknownClient.Certificate, link.Server.Peer.Chain[0]);
        Assert.NotEmpty(link.Server.Peer.ChainErrors);
        Assert.Throws<InvalidOperationException>(() => link.Server.Accept());
        Assert.Equal(TlsEngineStatus.Failed, link.Server.Handshake());
        Assert.Equal(TlsEngineStatus.Failed, link.Server.Read(new byte[10], out _));
    }

    [Theory, MemberData(nameof(Protocols))]
    public void A_server_sees_its_clients_chain(SslProtocol protocol)
    {
        using Link link = new(protocol, TestPki.Server, client: TestPki.Client, serverVerify: PeerVerifyMode.VerifyPeer);
        link.Handshake();
        Assert.Equal(TestPki.Client.Chain, link.Server.Peer.Chain);
        Assert.Empty(link.Server.Peer.ChainErrors);
        Assert.Equal(TestPki.Root.Certificate, link.Server.Peer.VerifiedChain[^1]);
    }

    [Fact]
    public void Faults_of_the_chain_are_collected_with_their_certificates()
    {
        Assert.Contains(ErrorsFor(TestPki.Expired), e => e.Error == SslErrorCode.CertificateExpired
            && e.Certificate.Equals(TestPki.Expired.Certificate));
        Assert.Contains(ErrorsFor(TestPki.NotYetValid), e => e.Error == SslErrorCode.CertificateNotYetValid);
        Assert.Contains(ErrorsFor(TestPki.SelfSigned), e => e.Error == SslErrorCode.SelfSignedCertificate);
        Assert.Contains(ErrorsFor(TestPki.UnknownIssuer), e => e.Error is SslErrorCode.UnableToGetLocalIssuerCertificate
            or SslErrorCode.SelfSignedCertificateInChain);
        Assert.Contains(ErrorsFor(TestPki.Client), e => e.Error == SslErrorCode.InvalidPurpose);
        Assert.Empty(ErrorsFor(TestPki.Server));

        static IReadOnlyList<QSslError> ErrorsFor(TestIdentity identity)
        {
            using Link link = new(SslProtocol.TlsV1_3, identity);
            link.UntilClientIsAsked();
            return link.Client.Peer.ChainErrors;
        }
    }

    [Fact]
    public void The_time_of_the_verification_can_be_chosen()
    {
        using Link link = new(SslProtocol.TlsV1_3, TestPki.Server, configureClient: c =>
            c.VerificationTime = DateTimeOffset.UtcNow.AddYears(50));
        link.UntilClientIsAsked();
        Assert.Contains(link.Client.Peer.ChainErrors, e => e.Error == SslErrorCode.CertificateExpired);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void A_farewell_is_told_from_a_cut(SslProtocol protocol)
    {
        using Link polite = new(protocol, TestPki.Server);
        polite.Handshake();
        Assert.Equal(TlsEngineStatus.Complete, polite.Client.Write("last words"u8, out _));
        Assert.Equal(TlsEngineStatus.Complete, polite.Client.Shutdown());
        byte[] buffer = new byte[100];
        Assert.Equal(TlsEngineStatus.Complete, Link.Until(() => polite.Server.Read(buffer, out int n) is var s && n > 0
            ? TlsEngineStatus.Complete
            : s));
        Assert.Equal(TlsEngineStatus.Closed, polite.Server.Read(buffer, out _));

        using Link cut = new(protocol, TestPki.Server);
        cut.Handshake();
        cut.ServerTransport.Ended = true;
        Assert.Equal(TlsEngineStatus.Truncated, cut.Server.Read(buffer, out _));

        using Link early = new(protocol, TestPki.Server);
        early.Client.Handshake();
        early.ClientTransport.Ended = true;
        Assert.Equal(TlsEngineStatus.Truncated, early.Client.Handshake());
    }

    /// <summary>A socket that gave less than there was room for has no more until it is found readable; one that cannot tell is asked
    /// on.</summary>
    [Theory, InlineData(true, 1000, 1), InlineData(false, 3000, 3)]
    public void A_pass_ends_with_a_drained_transport(bool tellsDrained, int expected, int leastReads)
    {
        const int recordOverhead = 5 + 1 + 16;
        using Link link = new(SslProtocol.TlsV1_3, TestPki.Server);
        link.Handshake();
        for (int i = 0; i < 3; i++)
            Assert.Equal(TlsEngineStatus.Complete, link.Client.Write(new byte[1000], out _));
        Assert.Equal(TlsEngineStatus.Complete, Link.Until(link.Client.Flush));
        MemoryTransport transport = link.ServerTransport;
        (transport.TellsDrained, transport.NextRead) = (tellsDrained, 1000 + recordOverhead);
        int before = transport.Reads;
        Assert.Equal(TlsEngineStatus.WantRead, link.Server.Read(new byte[5000], out int count));
        Assert.Equal(expected, count);
        Assert.True(tellsDrained ? transport.Reads - before == leastReads : transport.Reads - before >= leastReads);
        // Nor does the next pass ask in vain.
        before = transport.Reads;
        Assert.Equal(TlsEngineStatus.WantRead, link.Server.Read(new byte[5000], out _));
        Assert.Equal(!tellsDrained, transport.Reads > before);
        for (int turn = 0; count < 3000 && turn < 1000; turn++)
        {
            transport.Announce();
            link.Server.Read(new byte[5000], out int more);
            count += more;
        }
        Assert.Equal(3000, count);
    }

    [Theory]
    [InlineData("220 mail.example ESMTP\r\n", "220 mail.example ESMTP")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1.1 400 Bad Request")]
    public void Plain_text_is_told_for_what_it_is(string answer, string shown)
    {
        using Link link = new(SslProtocol.SecureProtocols, TestPki.Server);
        link.Client.Handshake();
        link.ClientTransport.Inject(Encoding.ASCII.GetBytes(answer));
        Assert.Equal(TlsEngineStatus.Failed, Link.Until(link.Client.Handshake));
        Assert.Contains(shown, link.Client.Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_of_any_kind_fails_and_never_throws()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            using Link link = new(SslProtocol.SecureProtocols, TestPki.Server, seed: seed);
            Random random = new(seed);
            byte[] garbage = new byte[random.Next(1, 3000)];
            random.NextBytes(garbage);
            if (seed % 2 == 0)
                (garbage[0], garbage[^1]) = (22, 3);
            TlsEngine victim = seed % 3 == 0 ? link.Server : link.Client;
            MemoryTransport transport = seed % 3 == 0 ? link.ServerTransport : link.ClientTransport;
            victim.Handshake();
            transport.Inject(garbage);
            transport.Ended = true;
            TlsEngineStatus status = Link.Until(victim.Handshake);
            Assert.True(status is TlsEngineStatus.Failed or TlsEngineStatus.Truncated, $"seed {seed}: {status}");
        }
    }

    [Fact]
    public void Changed_ciphertext_is_refused()
    {
        using Link link = new(SslProtocol.TlsV1_3, TestPki.Server);
        link.Handshake();
        byte[] record = new byte[60];
        (record[0], record[1], record[2], record[4]) = (23, 3, 3, 55);
        link.ServerTransport.Inject(record);
        Assert.Equal(TlsEngineStatus.Failed, Link.Until(() => link.Server.Read(new byte[100], out _)));
        Assert.Equal(AlertType.BadRecordMac, link.Server.Failure!.Alert);
    }

    [Fact]
    public void Application_protocols_are_agreed_on()
    {
        using Link link = new(
            SslProtocol.TlsV1_3, TestPki.Server, configureClient: c => c.AllowedNextProtocols = ["", "h2", "http/1.1"],
            configureServer: c => c.AllowedNextProtocols = ["http/1.1", "imap"]);
        link.Handshake();
        Assert.Equal(("http/1.1", "http/1.1"), (link.Client.ApplicationProtocol, link.Server.ApplicationProtocol));
        using Link none = new(
            SslProtocol.TlsV1_3, TestPki.Server, configureClient: c => c.AllowedNextProtocols = ["h2"],
            configureServer: c => c.AllowedNextProtocols = ["imap"]);
        none.Handshake();
        Assert.Null(none.Client.ApplicationProtocol);
    }

    [Fact]
    public void Ciphers_and_versions_in_common_are_needed_and_named()
    {
        using Link versions = new(SslProtocol.TlsV1_3, TestPki.Server, configureServer: c => c.Protocol = SslProtocol.TlsV1_2);
        versions.Fail();
        Assert.Equal((AlertType.ProtocolVersion, true), (versions.Client.Failure!.Alert, versions.Client.Failure.AlertIsFromPeer));
        using Link ciphers = new(
            SslProtocol.TlsV1_2, TestPki.Server, configureClient: c =>
                c.Ciphers = [new QSslCipher($"ECDHE-{TestKeys.OtherSuiteName}-AES128-GCM-SHA256")]);
        ciphers.Fail();
        Assert.Contains("cipher", ciphers.Server.Failure!.Reason, StringComparison.Ordinal);
        using Link chosen = new(
            SslProtocol.SecureProtocols, TestPki.Server, configureClient: c =>
                c.Ciphers = [new QSslCipher("TLS_CHACHA20_POLY1305_SHA256")]);
        chosen.Handshake();
        Assert.Equal("TLS_CHACHA20_POLY1305_SHA256", chosen.Client.SessionCipher.Name);
    }

    [Fact]
    public void What_cannot_be_set_up_says_why()
    {
        Assert.Contains("does not belong", Fault(c => c.PrivateKey = TestPki.ServerRsa.Key), StringComparison.Ordinal);
        Assert.Contains("without its private key", Fault(c => c.PrivateKey = new()), StringComparison.Ordinal);
        Assert.Contains("needs a certificate", Fault(c => c.LocalCertificateChain = []), StringComparison.Ordinal);
        Assert.Contains("DtlsV1_2", Fault(c => c.Protocol = SslProtocol.DtlsV1_2), StringComparison.Ordinal);

        static string Fault(Action<QSslConfiguration> breakIt) => Assert.Throws<TlsSetupException>(
            () => new Link(SslProtocol.TlsV1_3, TestPki.Server, configureServer: breakIt)).Message;
    }

    [Fact]
    public void Engines_that_nobody_disposes_of_are_collected()
    {
        List<WeakReference> left = Leave();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return left.All(w => !w.IsAlive);
            },
            10_000));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Leave()
    {
        List<WeakReference> left = [];
        for (int i = 0; i < 20; i++)
        {
            Link link = new(SslProtocol.TlsV1_3, TestPki.Server);
            if (i % 2 == 0)
                link.Handshake();
            left.Add(new(link.Client));
            left.Add(new(link.ClientTransport));
        }
        return left;
    }
}
