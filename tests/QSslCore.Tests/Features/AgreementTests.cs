using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>What a handshake agreed on, and what can be derived from it.</summary>
public sealed class AgreementTests
{
    public static TheoryData<SslProtocol> Versions => [SslProtocol.TlsV1_2, SslProtocol.TlsV1_3];

    [Theory, MemberData(nameof(Versions))]
    public void Group_signature_ephemeral_key_and_name_are_told(SslProtocol protocol)
    {
        using EncryptedPair pair = new(c => c.Protocol = protocol);
        Assert.Equal("x25519", pair.Client.NegotiatedGroup);
        Assert.Equal(pair.Client.NegotiatedGroup, pair.Server.NegotiatedGroup);
        Assert.Contains("SHA256", pair.Client.PeerSignatureAlgorithm, StringComparison.Ordinal);
        Assert.Equal(TestPki.ServerName, pair.Server.RequestedServerName);
        QSslKey key = pair.Client.SslConfiguration.EphemeralServerKey;
        Assert.False(key.IsNull);
        Assert.Equal(KeyType.PublicKey, key.Type);
        Assert.True(pair.Server.SslConfiguration.EphemeralServerKey.IsNull);
    }

    [Fact]
    public void A_group_that_was_asked_for_is_the_one()
    {
        using EncryptedPair pair = new(c => c.EllipticCurves = [QSslEllipticCurve.FromShortName("secp384r1")]);
        Assert.Equal("secp384r1", pair.Server.NegotiatedGroup);
        QSslKey key = pair.Client.SslConfiguration.EphemeralServerKey;
        Assert.Equal((KeyAlgorithm.Ec, 384), (key.Algorithm, key.Length));
    }

    [Theory, MemberData(nameof(Versions))]
    public void Keying_material_is_equal_on_both_sides_and_for_each_use_another(SslProtocol protocol)
    {
        using EncryptedPair pair = new(c => c.Protocol = protocol);
        byte[] one = pair.Client.ExportKeyingMaterial("EXPORTER-test", 32);
        Assert.Equal(one, pair.Server.ExportKeyingMaterial("EXPORTER-test", 32));
        Assert.NotEqual(one, pair.Client.ExportKeyingMaterial("EXPORTER-other", 32));
        Assert.NotEqual(one, pair.Client.ExportKeyingMaterial("EXPORTER-test", 32, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Client.ExportKeyingMaterial("EXPORTER-test", 0));
        using QSslSocket plain = new();
        Assert.Throws<InvalidOperationException>(() => plain.ExportKeyingMaterial("EXPORTER-test", 32));
    }

    [Fact]
    public void Keys_are_logged_only_where_it_was_asked_for_and_for_the_owners_eyes()
    {
        using TestFiles files = new();
        string log = files.PathOf("keys.log");
        List<string> lines = [];
        using EncryptedPair pair = new(c => (c.KeyLogFile, c.KeyLogCallback) = (log, lines.Add));
        string[] written = File.ReadAllLines(log);
        Assert.Equal(lines, written);
        Assert.Contains(written, l => l.StartsWith("CLIENT_TRAFFIC_SECRET_0 ", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log));
        using EncryptedPair quiet = new();
        Assert.Equal(written, File.ReadAllLines(log));
    }

    [Fact]
    public void A_key_log_that_cannot_be_written_costs_a_warning_and_no_connection()
    {
        using Warnings warnings = new();
        using EncryptedPair pair = new(c => c.KeyLogFile = "/nowhere/at/all");
        Assert.True(pair.Client.IsEncrypted);
        Assert.Contains("/nowhere/at/all", string.Join(' ', warnings.Take()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SslProtocol.TlsV1_0)]
    [InlineData(SslProtocol.TlsV1_1)]
    public void Broken_versions_need_both_sides_to_ask_for_them_by_name(SslProtocol protocol)
    {
        using Warnings warnings = new();
        using EncryptedPair pair = new(c => c.Protocol = protocol, c => c.Protocol = protocol);
        Assert.Equal(protocol, pair.Client.SessionProtocol);
        Assert.Contains(warnings.Take(), w => w.Contains("broken", StringComparison.Ordinal));
        using TlsServer modern = new(TestPki.Server);
        using QSslSocket old = new() { Protocol = protocol };
        old.ConnectToHostEncrypted("127.0.0.1", modern.ServerPort);
        Assert.True(old.WaitForConnected(5000));
        using QSslSocket accepted = modern.Accept();
        accepted.Encrypted += (_, _) => { };
        Assert.False(old.WaitForEncrypted(5000));
    }

    [Theory]
    [InlineData("h2", "h2", NextProtocolNegotiationStatus.Negotiated, NextProtocolNegotiationStatus.Negotiated)]
    [InlineData("spdy", null, NextProtocolNegotiationStatus.None, NextProtocolNegotiationStatus.Unsupported)]
    [InlineData("", null, NextProtocolNegotiationStatus.None, NextProtocolNegotiationStatus.Unsupported)]
    public void The_application_protocol_and_how_it_came_to_it_are_told(
        string offer, string? agreed, NextProtocolNegotiationStatus client, NextProtocolNegotiationStatus server)
    {
        using EncryptedPair pair = new(c => c.AllowedNextProtocols = offer.Length > 0 ? [offer] : [], c => c.AllowedNextProtocols = ["h2", "http/1.1"]);
        Assert.Equal((agreed, client), (pair.Client.SslConfiguration.NextNegotiatedProtocol, pair.Client.SslConfiguration.NextProtocolNegotiationStatus));
        Assert.Equal((agreed, server), (pair.Server.SslConfiguration.NextNegotiatedProtocol, pair.Server.SslConfiguration.NextProtocolNegotiationStatus));
    }
}
