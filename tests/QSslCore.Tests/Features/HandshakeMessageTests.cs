using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>The messages of a handshake as objects, and whom a server takes certificates from.</summary>
public sealed class HandshakeMessageTests
{
    [Fact]
    public void Messages_are_told_in_order_with_their_phases_and_times()
    {
        using EncryptedPair pair = new(
            c => (c.Protocol, c.RecordsHandshakeMessages) = (SslProtocol.TlsV1_3, true), c => c.RecordsHandshakeMessages = true);
        IReadOnlyList<QSslHandshakeMessage> client = pair.Client.HandshakeMessages;
        Assert.Equal(
            ["→ClientHello", "←ServerHello", "←EncryptedExtensions", "←CertificateRequest", "←Certificate", "←CertificateVerify",
                "←Finished", "→Certificate", "→Finished"],
            from m in client where m.Name != "ChangeCipherSpec"
                && m.Phase != TlsHandshakePhase.PostHandshake select $"{(m.IsSent ? '→' : '←')}{m.Name}");
        Assert.Equal(client.OrderBy(m => m.Elapsed), client);
        Assert.Equal(client.Aggregate(TimeSpan.Zero, (sum, m) => sum + m.Took), client[^1].Elapsed);
        Assert.Equal(TlsHandshakePhase.ServerParameters, client.Single(m => m.Name == "EncryptedExtensions").Phase);
        // Each side tells of the same bytes.
        Assert.Equal(client[0].ToArray(), pair.Server.HandshakeMessages[0].ToArray());
        Assert.Equal(client[0].Length, client[0].ToArray().Length);
        Assert.False(pair.Server.HandshakeMessages[0].IsSent);
        Assert.StartsWith("→ ClientHello (", client[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Before_TLS_1_3_they_have_their_own_names()
    {
        using EncryptedPair pair = new(c => (c.Protocol, c.RecordsHandshakeMessages) = (SslProtocol.TlsV1_2, true));
        IEnumerable<string> names = pair.Client.HandshakeMessages.Select(m => m.Name);
        Assert.Superset(new HashSet<string>(["ServerKeyExchange", "ServerHelloDone", "ClientKeyExchange", "ChangeCipherSpec"]),
            names.ToHashSet());
    }

    [Fact]
    public void An_alert_is_among_them_and_the_next_connection_begins_anew()
    {
        using TlsServer server = new(TestPki.UnknownIssuer);
        using QSslSocket client = new() { SslConfiguration = new() { CaCertificates = [TestPki.Root.Certificate],
            RecordsHandshakeMessages = true } };
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        using QSslSocket end = server.Accept();
        end.ErrorOccurred += (_, _) => { };
        Assert.False(client.WaitForEncrypted(5000));
        Assert.Contains(client.HandshakeMessages, m => m is { Name: "Alert", IsSent: true });
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        using QSslSocket next = server.Accept();
        next.ErrorOccurred += (_, _) => { };
        Assert.False(client.WaitForEncrypted(5000));
        Assert.Single(client.HandshakeMessages, m => m.Name == "ClientHello");
    }

    [Fact]
    public void Nothing_is_kept_unless_it_was_asked_for()
    {
        using EncryptedPair pair = new();
        Assert.Empty(pair.Client.HandshakeMessages);
        Assert.NotEqual(new QSslConfiguration(), new QSslConfiguration { RecordsHandshakeMessages = true });
    }

    [Theory]
    [InlineData(SslProtocol.TlsV1_2)]
    [InlineData(SslProtocol.TlsV1_3)]
    public void A_client_sees_whose_certificates_the_server_takes(SslProtocol protocol)
    {
        using EncryptedPair pair = new(
            c => (c.Protocol, c.LocalCertificateChain, c.PrivateKey) = (protocol, TestPki.Client.Chain, TestPki.Client.Key),
            c => (c.PeerVerifyMode, c.CaCertificates) = (PeerVerifyMode.VerifyPeer,
                [TestPki.Root.Certificate, TestPki.OtherRoot.Certificate]));
        Assert.Equal(2, pair.Client.PeerCertificateAuthorities.Count);
        Assert.Contains("CN=Test Root (tests only)", pair.Client.PeerCertificateAuthorities[0], StringComparison.Ordinal);
        Assert.Empty(pair.Server.PeerCertificateAuthorities);
        using EncryptedPair without = new(c => c.Protocol = protocol, c => c.PeerVerifyMode = PeerVerifyMode.VerifyNone);
        Assert.Empty(without.Client.PeerCertificateAuthorities);
    }
}
