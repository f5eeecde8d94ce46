using System.Net;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>A server with a certificate for each of several names (SNI).</summary>
public sealed class ServerNameTests
{
    private static readonly TestIdentity s_one = TestPki.Leaf(["one.test"]);
    private static readonly TestIdentity s_wild = TestPki.Leaf(["*.wild.test"]);

    public static TheoryData<SslProtocol, string> Versions => new()
    {
        { SslProtocol.TlsV1_2, "openssl" },
        { SslProtocol.TlsV1_3, "openssl" },
        { SslProtocol.TlsV1_2, "sslstream" },
        { SslProtocol.TlsV1_3, "sslstream" },
        { SslProtocol.TlsV1_2, "bouncycastle" },
        { SslProtocol.TlsV1_3, "bouncycastle" },
    };

    [Theory, MemberData(nameof(Versions))]
    public void Each_name_gets_its_certificate_and_others_the_usual_one(SslProtocol protocol, string backend)
    {
        Assert.SkipUnless(QSslSocket.AvailableBackends.Contains(backend), $"There is no backend '{backend}' here.");
        foreach ((string name, TestIdentity expected) in (ReadOnlySpan<(string, TestIdentity)>)[
            ("one.test", s_one), ("a.wild.test", s_wild), (TestPki.ServerName, TestPki.Server), ("localhost", TestPki.Server)])
        {
            using EncryptedPair pair = new(
                c => c.Protocol = protocol, c => (c.ServerIdentities, c.Backend) = (Identities(), backend), name: name);
            Assert.Equal(expected.Certificate, pair.Client.PeerCertificate);
            Assert.Equal(name, pair.Server.RequestedServerName);
        }
    }

    /// <summary>Whoever asks for a name gets no other name's certificate past its verification, not even through a session of that
    /// name.</summary>
    [Theory]
    [InlineData(SslProtocol.TlsV1_2)]
    [InlineData(SslProtocol.TlsV1_3)]
    public void A_session_of_one_name_opens_no_other(SslProtocol protocol)
    {
        using QSslServer server = NewServer();
        QSslConfiguration configuration = new() { CaCertificates = [TestPki.Root.Certificate], Protocol = protocol };
        configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        using QSslSocket first = Connect(server, "one.test", configuration);
        Assert.True(first.IsEncrypted, first.ErrorString);
        // In TLS 1.3 it comes after the handshake, and somebody must read meanwhile.
        Assert.True(SpinWait.SpinUntil(() => first.SslConfiguration.SessionTicket.Length > 0 || first.WaitForReadyRead(20), 5000));
        configuration.SessionTicket = first.SslConfiguration.SessionTicket;

        using QSslSocket again = Connect(server, "one.test", configuration);
        Assert.True(again.IsSessionReused);
        Assert.Equal(s_one.Certificate, again.PeerCertificate);
        using QSslSocket other = Connect(server, "a.wild.test", configuration);
        Assert.False(other.IsSessionReused);
        Assert.Equal(s_wild.Certificate, other.PeerCertificate);
    }

    [Fact]
    public void A_staple_belongs_to_its_certificate()
    {
        QSslServerIdentity identity = new("one.test", s_one.Chain, s_one.Key, [1, 2, 3]);
        Assert.Equal([1, 2, 3], identity.StapledOcspResponse);
        QSslConfiguration configuration = new() { ServerIdentities = [identity], StapledOcspResponse = [9] };
        Assert.Equal([1, 2, 3], configuration.With(identity).StapledOcspResponse);
        Assert.Empty(configuration.With(new("one.test", s_one.Chain, s_one.Key)).StapledOcspResponse);
    }

    [Fact]
    public void A_key_that_does_not_fit_is_found_before_the_first_client()
    {
        using QSslServer server = new();
        server.SslConfiguration = new()
        {
            LocalCertificateChain = TestPki.Server.Chain,
            PrivateKey = TestPki.Server.Key,
            ServerIdentities = [new("one.test", s_one.Chain, TestPki.Server.Key)],
        };
        string? fault = QSslServer.DescribeFault(server.SslConfiguration);
        Assert.Contains("does not belong", fault, StringComparison.Ordinal);
        Assert.Contains(s_one.Certificate.SubjectDisplayName, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one.test", "ONE.test.", true)]
    [InlineData("one.test", "two.test", false)]
    [InlineData("*.wild.test", "a.wild.test", true)]
    [InlineData("*.wild.test", "wild.test", false)]
    [InlineData("*.wild.test", "a.b.wild.test", false)]
    [InlineData("*.wild.test", ".wild.test", false)]
    [InlineData("bücher.test", "xn--bcher-kva.test", true)]
    public void Names_match_as_clients_send_them(string mine, string asked, bool matches) =>
        Assert.Equal(matches, new QSslServerIdentity(mine, s_one.Chain, s_one.Key).Matches(asked));

    [Theory]
    [InlineData("")]
    [InlineData("no such name")]
    [InlineData("*.")]
    public void What_is_no_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new QSslServerIdentity(name, s_one.Chain, s_one.Key));

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public void OpenSSLs_client_gets_the_certificate_of_the_name(string version)
    {
        ExternalProgram.RequireOpenSslPeer();
        using TestFiles files = new();
        string ca = files.Write("ca.pem", TestPki.Root.Certificate.ToPem());
        using QSslServer server = NewServer();
        foreach (string name in (string[])["one.test", "b.wild.test", TestPki.ServerName])
        {
            using ExternalProgram client = ExternalProgram.Start(
                "openssl", "s_client", "-connect", $"127.0.0.1:{server.ServerPort}", "-servername", name, "-verify_hostname", name,
                    "-CAfile", ca,
                "-verify_return_error", version);
            client.WaitForOutput("Verification: OK");
        }
    }

    private static QSslServerIdentity[] Identities() =>
        [new("one.test", s_one.Chain, s_one.Key), new("*.wild.test", s_wild.Chain, s_wild.Key)];

    private static QSslServer NewServer()
    {
        QSslServer server = new()
        {
            SslConfiguration = new() { LocalCertificateChain = TestPki.Server.Chain, PrivateKey = TestPki.Server.Key,
                ServerIdentities = Identities() },
        };
        // Somebody listens: so the event loop makes the handshakes.
        server.PendingConnectionAvailable += (_, _) => { };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        return server;
    }

    private static QSslSocket Connect(QSslServer server, string name, QSslConfiguration configuration)
    {
        QSslSocket socket = new() { SslConfiguration = configuration };
        socket.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, name);
        Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
        return socket;
    }
}
