using System.Runtime.Versioning;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Features;

/// <summary>What a handshake agreed on, and what can be derived from it.</summary>
public sealed class AgreementTests
{
    public static TheoryData<string, string, SslProtocol> Joined =>
        new MatrixTheoryData<string, string, SslProtocol>(BackendPairs.WithGroups, BackendPairs.WithGroups, BackendPairs.Versions);

    public static TheoryData<string, string, SslProtocol> Broken => new MatrixTheoryData<string, string, SslProtocol>(
        BackendPairs.WithGroups, BackendPairs.WithGroups, [SslProtocol.TlsV1_0, SslProtocol.TlsV1_1]);

    [Theory, MemberData(nameof(Joined))]
    public void Group_signature_ephemeral_key_and_name_are_told(string client, string server, SslProtocol protocol)
    {
        QSslEllipticCurve[] curves = [QSslEllipticCurve.FromShortName("X25519"), QSslEllipticCurve.FromShortName("prime256v1")];
        using EncryptedPair pair = new(c => (c.Backend, c.Protocol, c.EllipticCurves) = (client, protocol, curves), c =>
            c.Backend = server);
        Assert.Equal("x25519", pair.Client.NegotiatedGroup);
        Assert.Equal(pair.Client.NegotiatedGroup, pair.Server.NegotiatedGroup);
        Assert.Equal(TestKeys.HasEllipticKeys ? "id-ecPublicKey+SHA256" : "RSASSA-PSS+SHA256", pair.Client.PeerSignatureAlgorithm);
        Assert.Equal(TestPki.ServerName, pair.Server.RequestedServerName);
        // A look at the configuration, for a session for example, does not pay for the key.
        Assert.Equal(client != "openssl", pair.Client.SslConfiguration.EphemeralServerKeyOnDemand.IsValueCreated);
        QSslKey key = pair.Client.SslConfiguration.EphemeralServerKey;
        Assert.False(key.IsNull);
        Assert.Equal(KeyType.PublicKey, key.Type);
        Assert.True(pair.Server.SslConfiguration.EphemeralServerKey.IsNull);
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_group_that_was_asked_for_is_the_one(string client, string server, SslProtocol protocol)
    {
        // Up to TLS 1.2 the certificate's curve must be among them, and some servers have an order of their own.
        QSslEllipticCurve[] curves = [QSslEllipticCurve.FromShortName("secp384r1"), QSslEllipticCurve.FromShortName("prime256v1")];
        using EncryptedPair pair = new(c => (c.Backend, c.Protocol, c.EllipticCurves) = (client, protocol, curves), c =>
            (c.Backend, c.EllipticCurves) = (server, curves));
        Assert.Equal("secp384r1", pair.Server.NegotiatedGroup);
        QSslKey key = pair.Client.SslConfiguration.EphemeralServerKey;
        Assert.Equal((KeyAlgorithm.Ec, 384), (key.Algorithm, key.Length));
        Assert.Equal(0, pair.Client.FiniteFieldBits);
    }

    [Theory, MemberData(nameof(Joined))]
    public void Keying_material_is_equal_on_both_sides_and_for_each_use_another(string client, string server, SslProtocol protocol)
    {
        using EncryptedPair pair = new(c => (c.Backend, c.Protocol) = (client, protocol), c => c.Backend = server);
        byte[] one = pair.Client.ExportKeyingMaterial("EXPORTER-test", 32);
        Assert.Equal(one, pair.Server.ExportKeyingMaterial("EXPORTER-test", 32));
        Assert.NotEqual(one, pair.Client.ExportKeyingMaterial("EXPORTER-other", 32));
        byte[] inContext = pair.Client.ExportKeyingMaterial("EXPORTER-test", 32, [1]);
        Assert.NotEqual(one, inContext);
        Assert.Equal(inContext, pair.Server.ExportKeyingMaterial("EXPORTER-test", 32, [1]));
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

    /// <summary>Each side writes the same secrets, whatever its library.</summary>
    [Theory, MemberData(nameof(Joined))]
    public void Both_sides_log_the_same_keys(string client, string server, SslProtocol protocol)
    {
        List<string> mine = [], theirs = [];
        using EncryptedPair pair = new(
            c => (c.Backend, c.Protocol, c.KeyLogCallback) = (client, protocol, mine.Add), c =>
                (c.Backend, c.KeyLogCallback) = (server, theirs.Add));
        Assert.Equal(protocol == SslProtocol.TlsV1_2 ? 1 : 5, mine.Count);
        Assert.Equal(mine.Order(StringComparer.Ordinal), theirs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_key_log_that_cannot_be_written_costs_a_warning_and_no_connection()
    {
        using Warnings warnings = new();
        using EncryptedPair pair = new(c => c.KeyLogFile = "/nowhere/at/all");
        Assert.True(pair.Client.IsEncrypted);
        Assert.Contains("/nowhere/at/all", string.Join(' ', warnings.Take()), StringComparison.Ordinal);
    }

    /// <summary>A link in a shared directory says where another user wants keys, or which file of this user they want spoilt.</summary>
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_key_log_behind_a_link_of_another_user_is_not_written()
    {
        OtherUser.Require();
        using TestFiles files = new();
        using Warnings warnings = new();
        string precious = files.Write("precious", "untouched"), shared = files.PathOf("shared"), link = Path.Combine(shared, "keys.log");
        Directory.CreateDirectory(shared, (UnixFileMode)0b001_111_111_111);
        File.CreateSymbolicLink(link, precious);
        OtherUser.Give(link);
        using EncryptedPair pair = new(c => c.KeyLogFile = link);
        Assert.True(pair.Client.IsEncrypted);
        Assert.Equal("untouched", File.ReadAllText(precious));
        Assert.Contains(warnings.Take(), w => w.Contains("is a link that belongs to another user", StringComparison.Ordinal));
    }

    /// <summary>Its owner could read the keys, whatever its mode says now.</summary>
    [Fact]
    public void A_key_log_of_another_user_is_not_written()
    {
        OtherUser.Require();
        using TestFiles files = new();
        using Warnings warnings = new();
        string log = files.Write("keys.log", "");
        OtherUser.Give(log);
        using EncryptedPair pair = new(c => c.KeyLogFile = log);
        Assert.True(pair.Client.IsEncrypted);
        Assert.Empty(File.ReadAllText(log));
        Assert.Contains(warnings.Take(), w => w.Contains(log, StringComparison.Ordinal)
            && w.Contains("belongs to another user", StringComparison.Ordinal));
    }

    /// <summary>Opening a pipe waits for a reader, and the handshake with it.</summary>
    [Fact]
    public void A_pipe_is_no_key_log()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs pipes among the files, which Windows does not have");
        using TestFiles files = new();
        using Warnings warnings = new();
        string log = files.PathOf("keys.log");
        using (ExternalProgram make = ExternalProgram.Start("mkfifo", log))
            Assert.Equal(0, make.WaitForExit());
        using FileStream reader = new(log, FileMode.Open, FileAccess.ReadWrite);
        using EncryptedPair pair = new(c => c.KeyLogFile = log);
        Assert.True(pair.Client.IsEncrypted);
        Assert.Contains(warnings.Take(), w => w.Contains("is neither a file nor a device", StringComparison.Ordinal));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_key_log_that_others_may_write_costs_a_warning()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs modes of files, which Windows does not have");
        using TestFiles files = new();
        using Warnings warnings = new();
        string log = files.Write("keys.log", ""), link = files.PathOf("link");
        File.SetUnixFileMode(log, (UnixFileMode)0b110_000_010);
        File.CreateSymbolicLink(link, log);
        using EncryptedPair pair = new(c => c.KeyLogFile = link);
        Assert.Contains("CLIENT_TRAFFIC_SECRET_0 ", File.ReadAllText(log), StringComparison.Ordinal);
        Assert.Contains(warnings.Take(), w => w.Contains($"other users may write '{log}' (its mode is 602)", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Broken))]
    public void Broken_versions_need_both_sides_to_ask_for_them_by_name(string client, string server, SslProtocol protocol)
    {
        using Warnings warnings = new();
        using EncryptedPair pair = new(c => (c.Backend, c.Protocol) = (client, protocol), c =>
            (c.Backend, c.Protocol) = (server, protocol));
        Assert.Equal(protocol, pair.Client.SessionProtocol);
        Assert.Contains(warnings.Take(), w => w.Contains("broken", StringComparison.Ordinal));
        using TlsServer modern = new(TestPki.Server, c => c.Backend = server);
        using QSslSocket old = new();
        QSslConfiguration configuration = old.SslConfiguration;
        (configuration.Backend, configuration.Protocol) = (client, protocol);
        old.SslConfiguration = configuration;
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
        using EncryptedPair pair = new(c => c.AllowedNextProtocols = offer.Length > 0 ? [offer] : [], c =>
            c.AllowedNextProtocols = ["h2", "http/1.1"]);
        Assert.Equal((agreed, client), (pair.Client.SslConfiguration.NextNegotiatedProtocol,
            pair.Client.SslConfiguration.NextProtocolNegotiationStatus));
        Assert.Equal((agreed, server), (pair.Server.SslConfiguration.NextNegotiatedProtocol,
            pair.Server.SslConfiguration.NextProtocolNegotiationStatus));
    }

    public static TheoryData<string> Hybrids => ["X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024"];

    /// <summary>Where a library has the groups that a quantum computer does not break: two ends on it agree on each, and say so.</summary>
    [Theory, MemberData(nameof(Hybrids))]
    public void Two_ends_that_know_a_hybrid_use_it(string group)
    {
        string[] backends = [.. Knowing(group)];
        if (backends.Length == 0)
            Assert.Skip($"no backend here knows the group {group}");
        foreach (string client in backends)
        {
            foreach (string server in backends)
            {
                // OpenSSL takes two of them from a client only where they are asked for.
                using EncryptedPair pair = new(c => (c.Backend, c.EllipticCurves) = (client, [Curve(client, group)]), c =>
                    (c.Backend, c.EllipticCurves) = (server, [Curve(server, group), Curve(server, "X25519")]));
                Assert.Equal((group, group), (pair.Client.NegotiatedGroup, pair.Server.NegotiatedGroup));
            }
        }
    }

    /// <summary>And two of one kind use the first of them without being asked.</summary>
    [Fact]
    public void A_hybrid_comes_first_and_who_lacks_it_gets_the_curve_alone()
    {
        string[] backends = [.. Knowing("X25519MLKEM768").Where(name => name != "openssl")];
        if (backends.Length == 0)
            Assert.Skip("no backend here prefers X25519MLKEM768");
        string[] others = [.. BackendPairs.WithGroups.Except(Knowing("X25519MLKEM768"))];
        foreach (string one in backends)
        {
            using (EncryptedPair alike = new(c => c.Backend = one, c => c.Backend = one))
                Assert.Equal(("X25519MLKEM768", "X25519MLKEM768"), (alike.Client.NegotiatedGroup, alike.Server.NegotiatedGroup));
            foreach (string other in others)
            {
                using EncryptedPair asClient = new(c => c.Backend = one, c => c.Backend = other),
                    asServer = new(c => c.Backend = other, c => c.Backend = one);
                Assert.Equal(("x25519", "x25519"), (asClient.Client.NegotiatedGroup, asClient.Server.NegotiatedGroup));
                Assert.Equal(("x25519", "x25519"), (asServer.Client.NegotiatedGroup, asServer.Server.NegotiatedGroup));
            }
        }
    }

    private static IEnumerable<string> Knowing(string group) =>
        BackendPairs.WithGroups.Where(name => TlsBackendRegistry.Find(name)!.EllipticCurves.Any(curve => curve.ShortName == group));

    private static QSslEllipticCurve Curve(string backend, string name) =>
        TlsBackendRegistry.Find(backend)!.EllipticCurves.First(c => c.ShortName == name);
}
