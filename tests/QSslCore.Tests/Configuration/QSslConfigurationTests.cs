using System.Collections;
using System.Reflection;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Configuration;

public sealed class QSslConfigurationTests
{
    /// <summary>One change of each setting.</summary>
    private static readonly Dictionary<string, Action<QSslConfiguration>> s_changes = new()
    {
        [nameof(QSslConfiguration.SessionTicket)] = c => c.SessionTicket = [1],
        [nameof(QSslConfiguration.PreSharedKeyIdentityHint)] = c => c.PreSharedKeyIdentityHint = [1],
        [nameof(QSslConfiguration.HandshakeMustInterruptOnError)] = c => c.HandshakeMustInterruptOnError = true,
        [nameof(QSslConfiguration.MissingCertificateIsFatal)] = c => c.MissingCertificateIsFatal = true,
        [nameof(QSslConfiguration.FetchesMissingRoots)] = c => c.FetchesMissingRoots = false,
        [nameof(QSslConfiguration.OcspStaplingEnabled)] = c => c.OcspStaplingEnabled = true,
        [nameof(QSslConfiguration.StapledOcspResponse)] = c => c.StapledOcspResponse = [1],
        [nameof(QSslConfiguration.ServerIdentities)] = c => c.ServerIdentities = [new("a.test", TestPki.Server.Chain, TestPki.Server.Key)],
        [nameof(QSslConfiguration.AllowRenegotiation)] = c => c.AllowRenegotiation = true,
        [nameof(QSslConfiguration.RecordsHandshakeMessages)] = c => c.RecordsHandshakeMessages = true,
        [nameof(QSslConfiguration.KeyLogFile)] = c => c.KeyLogFile = "keys.log",
        [nameof(QSslConfiguration.KeyLogCallback)] = c => c.KeyLogCallback = _ => { },
        [nameof(QSslConfiguration.Protocol)] = c => c.Protocol = SslProtocol.TlsV1_3,
        [nameof(QSslConfiguration.PeerVerifyMode)] = c => c.PeerVerifyMode = PeerVerifyMode.QueryPeer,
        [nameof(QSslConfiguration.PeerVerifyDepth)] = c => c.PeerVerifyDepth = 3,
        [nameof(QSslConfiguration.SslOptions)] = c => c.SetSslOption(SslOption.DisableSessionTickets, true),
        [nameof(QSslConfiguration.AllowedNextProtocols)] = c => c.AllowedNextProtocols = ["h2"],
        [nameof(QSslConfiguration.HostNameRules)] = c => c.HostNameRules = HostNameRules.Qt,
        [nameof(QSslConfiguration.VerificationTime)] = c => c.VerificationTime = DateTimeOffset.UnixEpoch,
        [nameof(QSslConfiguration.Backend)] = c => c.Backend = "openssl",
        [nameof(QSslConfiguration.Ciphers)] = c => c.Ciphers = [new QSslCipher { Name = "A" }],
        [nameof(QSslConfiguration.EllipticCurves)] = c => c.EllipticCurves = [new QSslEllipticCurve("A", "A", "", true)],
        [nameof(QSslConfiguration.DiffieHellmanParameters)] = c => c.DiffieHellmanParameters = new(),
        [nameof(QSslConfiguration.BackendConfiguration)] = c => c.SetBackendConfigurationOption("MinProtocol", "TLSv1.3"),
        [nameof(QSslConfiguration.LocalCertificateChain)] = c => c.LocalCertificateChain = TestPki.Server.Chain,
        [nameof(QSslConfiguration.LocalCertificate)] = c => c.LocalCertificate = TestPki.Server.Certificate,
        [nameof(QSslConfiguration.PrivateKey)] = c => c.PrivateKey = TestPki.Server.Key,
        [nameof(QSslConfiguration.CaCertificates)] = c => c.CaCertificates = [TestPki.Root.Certificate],
    };

    public static TheoryData<string> Settings => [.. s_changes.Keys];

    [Fact]
    public void Defaults_are_qts()
    {
        QSslConfiguration configuration = new();

        Assert.True(configuration.IsNull);
        Assert.Equal(SslProtocol.SecureProtocols, configuration.Protocol);
        Assert.Equal(PeerVerifyMode.AutoVerifyPeer, configuration.PeerVerifyMode);
        Assert.Equal(0, configuration.PeerVerifyDepth);
        Assert.Equal(0x55, (int)configuration.SslOptions);
        Assert.Equal(HostNameRules.Rfc9525, configuration.HostNameRules);
        Assert.Empty(configuration.Ciphers);
        Assert.Empty(configuration.CaCertificates);
        Assert.Empty(configuration.LocalCertificateChain);
        Assert.Empty(configuration.AllowedNextProtocols);
        Assert.True(configuration.LocalCertificate.IsNull);
        Assert.True(configuration.PrivateKey.IsNull);
        Assert.True(configuration.SessionCipher.IsNull);
        Assert.Equal(SslProtocol.UnknownProtocol, configuration.SessionProtocol);
        Assert.Null(configuration.NextNegotiatedProtocol);
        Assert.True(configuration.LoadsRootsOnDemand);
        Assert.Empty(configuration.EllipticCurves);
        Assert.Empty(configuration.BackendConfiguration);
        Assert.Equal(QSslDiffieHellmanParameters.DefaultParameters, configuration.DiffieHellmanParameters);
    }

    [Fact]
    public void Backend_options_are_text_by_name()
    {
        QSslConfiguration configuration = new() { BackendConfiguration = new Hashtable { ["B"] = "2"u8.ToArray(), ["A"] = 1,
            ["C"] = null } };
        configuration.BackendConfiguration["A"] = "not set: this is a copy";

        Assert.Equal([("A", "1"), ("B", "2")], configuration.BackendOptions.Select(option => (option.Key, option.Value)));
        configuration.SetBackendConfigurationOption("A", null);
        Assert.Equal(["B"], configuration.BackendConfiguration.Keys.Cast<string>());
        configuration.BackendConfiguration = null!;
        Assert.True(configuration.IsNull);
        Assert.Throws<ArgumentNullException>(() => configuration.SetBackendConfigurationOption(null!, ""));
    }

    [Fact]
    public void Protocol_names_are_those_of_the_registry()
    {
        Assert.Equal("h2", QSslConfiguration.AlpnProtocolHttp2);
        Assert.Equal("http/1.1", QSslConfiguration.NextProtocolHttp11);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_configuration_that_is_a_key_is_found_after_a_change(string setting)
    {
        QSslConfiguration key = new();
        Dictionary<QSslConfiguration, string> names = new() { [key] = "mine" };
        s_changes[setting](key);
        Assert.True(names.ContainsKey(key));
        Assert.True(names.ContainsKey(key.Clone()));
        Assert.False(names.ContainsKey(new()));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_counts_for_equality_and_is_copied(string setting)
    {
        QSslConfiguration original = new();
        QSslConfiguration changed = new();
        s_changes[setting](changed);

        Assert.NotEqual(original, changed);
        Assert.False(changed.IsNull);
        Assert.Equal(changed, changed.Clone());
        Assert.Equal(changed.GetHashCode(), changed.Clone().GetHashCode());
        PropertyInfo property = typeof(QSslConfiguration).GetProperty(setting)!;
        Assert.Equal(property.GetValue(changed), property.GetValue(changed.Clone()));

        QSslConfiguration copy = original.Clone();
        s_changes[setting](copy);
        Assert.True(original.IsNull, "A change of the copy has reached the original.");
    }

    [Fact]
    public void No_setting_is_forgotten_in_the_test_above() =>
        Assert.Equal(
            typeof(QSslConfiguration).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is { IsPublic: true }).Select(property => property.Name).Order(),
            s_changes.Keys.Order());

    [Fact]
    public void What_a_connection_brought_counts_for_equality_but_not_as_a_setting()
    {
        QSslConfiguration configuration = new()
        {
            SessionProtocol = SslProtocol.TlsV1_3, NextNegotiatedProtocol = "h2", SessionCipher = new QSslCipher { Name = "A" },
            PeerCertificate = TestPki.Server.Certificate, PeerCertificateChain = TestPki.Server.Chain,
        };

        Assert.NotEqual(new QSslConfiguration(), configuration);
        Assert.True(configuration.SettingsEqual(new QSslConfiguration()));
        Assert.Equal(configuration, configuration.Clone());
        Assert.Equal("h2", configuration.Clone().NextNegotiatedProtocol);
        Assert.Equal(TestPki.Server.Certificate, configuration.Clone().PeerCertificate);
        Assert.Equal(TestPki.Server.Chain, configuration.Clone().PeerCertificateChain);
        Assert.NotEqual(new QSslConfiguration(), new QSslConfiguration { PeerCertificate = TestPki.Server.Certificate });
        Assert.NotEqual(new QSslConfiguration(), new QSslConfiguration { PeerCertificateChain = TestPki.Server.Chain });
    }

    [Fact]
    public void Arrays_that_are_handed_in_or_out_do_not_reach_inside()
    {
        QSslCertificate[] authorities = [TestPki.Root.Certificate];
        QSslConfiguration configuration = new() { CaCertificates = authorities, AllowedNextProtocols = ["h2", null!] };
        authorities[0] = TestPki.OtherRoot.Certificate;
        configuration.CaCertificates[0] = TestPki.OtherRoot.Certificate;

        Assert.Equal([TestPki.Root.Certificate], configuration.CaCertificates);
        Assert.Equal(["h2"], configuration.AllowedNextProtocols);
    }

    [Fact]
    public void Options_are_switched_one_by_one()
    {
        QSslConfiguration configuration = new();
        Assert.True(configuration.TestSslOption(SslOption.DisableCompression));
        Assert.False(configuration.TestSslOption(SslOption.DisableServerNameIndication));

        configuration.SetSslOption(SslOption.DisableServerNameIndication, true);
        configuration.SetSslOption(SslOption.DisableCompression, false);
        Assert.True(configuration.TestSslOption(SslOption.DisableServerNameIndication));
        Assert.False(configuration.TestSslOption(SslOption.DisableCompression));
    }

    [Fact]
    public void A_negative_depth_changes_nothing()
    {
        QSslConfiguration configuration = new() { PeerVerifyDepth = 2 };
        configuration.PeerVerifyDepth = -1;
        Assert.Equal(2, configuration.PeerVerifyDepth);
        using QSslSocket socket = new() { PeerVerifyDepth = 3 };
        socket.PeerVerifyDepth = -1;
        Assert.Equal(3, socket.PeerVerifyDepth);
    }

    [Fact]
    public void Setting_or_adding_authorities_ends_the_trust_in_the_systems()
    {
        QSslConfiguration set = new() { CaCertificates = [] };
        QSslConfiguration one = new();
        one.AddCaCertificate(TestPki.Root.Certificate);
        QSslConfiguration list = new();
        list.AddCaCertificates(new List<QSslCertificate> { TestPki.Root.Certificate });
        list.AddCaCertificates([TestPki.OtherRoot.Certificate]);

        Assert.False(set.LoadsRootsOnDemand);
        Assert.False(set.IsNull);
        Assert.False(set.Clone().LoadsRootsOnDemand);
        Assert.False(one.LoadsRootsOnDemand);
        Assert.False(list.LoadsRootsOnDemand);
        Assert.Equal([TestPki.Root.Certificate, TestPki.OtherRoot.Certificate], list.CaCertificates);
    }

    [Fact]
    public void Authorities_from_files_come_beside_the_systems()
    {
        using TestFiles files = new();
        string path = files.Write("root.pem", TestPki.Root.Certificate.ToPem());
        QSslConfiguration configuration = new();

        Assert.False(configuration.AddCaCertificates(files.PathOf("none.pem")));
        Assert.True(configuration.IsNull);
        Assert.True(configuration.AddCaCertificates(path));
        Assert.Equal([TestPki.Root.Certificate], configuration.CaCertificates);
        Assert.True(configuration.LoadsRootsOnDemand);
    }

    [Fact]
    public void The_local_certificate_is_the_first_of_the_chain()
    {
        QSslConfiguration configuration = new() { LocalCertificateChain = TestPki.Server.Chain };
        Assert.Equal(TestPki.Server.Certificate, configuration.LocalCertificate);

        configuration.LocalCertificate = TestPki.ServerRsa.Certificate;
        Assert.Equal([TestPki.ServerRsa.Certificate], configuration.LocalCertificateChain);
        configuration.LocalCertificate = null!;
        Assert.Empty(configuration.LocalCertificateChain);
    }

    [Fact]
    public void Unknown_cipher_names_are_dropped()
    {
        QSslConfiguration configuration = new();
        configuration.SetCiphers("no-such-suite: :other");
        Assert.Empty(configuration.Ciphers);
        Assert.Throws<ArgumentNullException>(() => configuration.SetCiphers(null!));
    }

    [Fact]
    public void The_default_configuration_is_given_as_a_copy()
    {
        QSslConfiguration first = QSslConfiguration.DefaultConfiguration;
        first.PeerVerifyDepth += 7;

        Assert.NotEqual(first, QSslConfiguration.DefaultConfiguration);
        Assert.Equal(QSslConfiguration.DefaultConfiguration, QSslConfiguration.DefaultConfiguration);
        Assert.All(QSslConfiguration.DefaultConfiguration.Ciphers, cipher => Assert.True(cipher.UsedBits >= 128));
        Assert.Throws<ArgumentNullException>(() => QSslConfiguration.DefaultConfiguration = null!);
    }
}
