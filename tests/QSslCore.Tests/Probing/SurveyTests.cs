using System.Security.Cryptography.X509Certificates;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Surveys;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing;

/// <summary>Surveys against servers whose truth is known: the profile is the truth, and costs few connections.</summary>
public sealed class SurveyTests
{
    private static readonly int[] s_modern = [0x1302, 0x1301];
    private static readonly int[] s_classic = [0xC030, 0xC02F, 0x009F, 0xC014, 0x009D, 0x002F];

    private static ModelServer Usual => new()
    {
        Suites = new() { [TlsVersion.Tls12] = s_classic, [TlsVersion.Tls13] = s_modern },
        ClassicGroups = [29, 23, 24],
        ModernGroups = [0x11EC, 29, 23],
    };

    private static SslProfileProtocol Row(SslHostProfile profile, string version) => profile.Protocols.Single(p => p.Version == version);

    private static int[] Codes(SslHostProfile profile, string version) => [.. Row(profile, version).Ciphers.Select(c => c.Code)];

    /// <summary>What is seen by handshakes of TLS 1.3 alone is a gap there, and the rest is as ever.</summary>
    [Fact]
    public async Task A_system_without_curves_leaves_gaps_and_ends_no_survey()
    {
        using Tls13Shares none = new(_ => throw new PlatformNotSupportedException("no curve here"));
        SslHostProfile profile = await new ModelHost(Usual) { Shares = none }.RunAsync();
        Assert.Equal(s_modern, Codes(profile, "TLS 1.3"));
        Assert.Equal(s_classic, Codes(profile, "TLS 1.2"));
        Assert.Contains(profile.Gaps, gap =>
            gap.StartsWith("The signature schemes of TLS 1.3", StringComparison.Ordinal)
                && gap.Contains("the system makes no keys on elliptic curves", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_usual_server_is_described_in_full()
    {
        ModelHost host = new(Usual with
        {
            Alpn = ["h2", "http/1.1"],
            Answers =
            [
                TlsExtensionType.RenegotiationInfo, TlsExtensionType.ExtendedMasterSecret, TlsExtensionType.EncryptThenMac,
                TlsExtensionType.SessionTicket,
            ],
        });
        SslHostProfile profile = await host.RunAsync();

        Assert.Equal("", profile.Failure);
        Assert.Empty(profile.Gaps);
        Assert.Equal(["Refused", "Refused", "Refused", "Refused", "Accepted", "Accepted"], profile.Protocols.Select(p => p.Status));
        Assert.Equal(2048, Row(profile, "TLS 1.2").Ciphers.Single(c => c.Name == "TLS_RSA_WITH_AES_128_CBC_SHA").KeyBits);
        Assert.Equal(s_classic, Codes(profile, "TLS 1.2"));
        Assert.Equal(s_modern, Codes(profile, "TLS 1.3"));
        Assert.Equal(["Server", "Server"], profile.Protocols.Where(p => p.Status == "Accepted").Select(p => p.Order));
        Assert.Equal([0x11EC, 29, 23, 24], profile.Groups.Select(g => g.Code));
        Assert.Equal("Preferred", profile.PostQuantum.Status);
        Assert.Equal(["X25519MLKEM768"], profile.PostQuantum.Groups);
        Assert.Equal("Server", profile.GroupOrder);
        Assert.Equal([0x0804, 0x0401], profile.SignatureSchemes.Select(s => s.Code).OrderDescending());
        Assert.Equal(["TLS 1.2", "TLS 1.3"], profile.SignatureSchemes.Single(s => s.Code == 0x0804).Versions);
        Assert.Equal(["h2", "http/1.1"], profile.Alpn);
        Assert.Equal("Yes", profile.FallbackScsv.Value);
        Assert.Equal("No", profile.Compression.Value);
        Assert.Equal("Yes", profile.EncryptThenMac.Value);
        Assert.Equal("Yes", profile.ExtendedMasterSecret.Value);
        Assert.Equal("Yes", profile.Renegotiation.Secure.Value);
        Assert.Equal("Yes", profile.Resumption.Ticket.Value);
        Assert.Equal("Yes", profile.Resumption.Psk.Value);
        Assert.Equal(7200, profile.Resumption.TicketLifetimeSeconds);
        Assert.Equal("No", profile.EarlyData.Value);
        Assert.Equal("No", profile.SniRequired.Value);
        Assert.Equal("No", profile.KeyReuse.Elliptic.Value);
        SslProfileCertificate certificate = Assert.Single(profile.Certificates);
        Assert.Equal(("RSA", true, true), (certificate.Kind, certificate.WithName, certificate.WithoutName));
        Assert.Equal(["TLS 1.2", "TLS 1.3"], certificate.Versions);
        SslProfileTolerance tolerance = profile.Tolerance;
        Assert.All(new[] { tolerance.Grease, tolerance.LongHello, tolerance.UnknownExtension, tolerance.UnknownVersion },
            fact => Assert.Equal("Yes", fact.Value));
        Assert.NotEmpty(profile.Fingerprint);
        Assert.Contains(profile.Clients, c => c is { Name: "Firefox 132", Status: "Accepted", Cipher: "TLS_AES_256_GCM_SHA384",
            Group: "X25519MLKEM768" });
        Assert.Contains(profile.Clients, c => c is { Name: "Java 6", Status: "Refused" });
        Assert.InRange(profile.Connections, 20, 90);
    }

    /// <summary>The newest version may have no suite in CBC mode, and an older one has.</summary>
    [Theory, InlineData(true, "Yes"), InlineData(false, "No")]
    public async Task Encrypt_then_MAC_is_looked_at_where_the_suites_for_it_are(bool answers, string value)
    {
        ModelServer server = new()
        {
            Suites = new() { [TlsVersion.Tls10] = [0x002F], [TlsVersion.Tls12] = [0xC02F] },
            Answers = answers ? [TlsExtensionType.EncryptThenMac] : [],
        };
        Assert.Equal(value, (await new ModelHost(server).RunAsync()).EncryptThenMac.Value);
        SslHostProfile modern = await new ModelHost(server with { Suites = new() { [TlsVersion.Tls12] = [0xC02F] } }).RunAsync();
        Assert.Equal("NotApplicable", modern.EncryptThenMac.Value);
    }

    [Fact]
    public async Task The_certificate_of_SSL_2_0_is_in_the_profile()
    {
        SslHostProfile profile = await new ModelHost(new ModelServer { Suites = new() { [TlsVersion.Ssl2] = [0x010080] } }).RunAsync();

        SslProfileCertificate certificate = Assert.Single(profile.Certificates);
        Assert.Equal(["SSL 2.0"], certificate.Versions);
        Assert.Equal("RSA", certificate.Kind);
    }

    [Fact]
    public async Task A_request_for_a_certificate_is_shown_with_its_authorities()
    {
        // Not every system writes the parts of a text in the order of X.500, so each part is added in that order.
        static byte[] Name(string name)
        {
            X500DistinguishedNameBuilder builder = new();
            foreach (string part in name.Split(", "))
            {
                if (part.StartsWith("O=", StringComparison.Ordinal)) builder.AddOrganizationName(part[2..]);
                else builder.AddCommonName(part[3..]);
            }
            return builder.Build().RawData;
        }

        ModelServer server = Usual with { Suites = new() { [TlsVersion.Tls12] = s_classic } };
        SslHostProfile one = await new ModelHost(server with { Authorities = [Name("CN=Clients, O=Test")] }).RunAsync();
        SslHostProfile many = await new ModelHost(
            server with { Authorities = [.. Enumerable.Range(1, 5).Select(i => Name($"CN=CA {i}"))] }).RunAsync();
        SslHostProfile any = await new ModelHost(server with { Authorities = [] }).RunAsync();
        SslHostProfile none = await new ModelHost(server).RunAsync();

        Assert.Equal("Yes: from CN=Clients, O=Test", one.CertificateRequest.ToString());
        Assert.Equal("Yes: from CN=CA 1 or CN=CA 2 or CN=CA 3 or 2 others", many.CertificateRequest.ToString());
        Assert.Equal("Yes", any.CertificateRequest.ToString());
        Assert.Equal("No", none.CertificateRequest.ToString());
    }

    [Fact]
    public async Task The_suites_of_a_version_cost_one_connection_each_and_one_more()
    {
        ModelHost host = new(Usual with { Suites = new() { [TlsVersion.Tls12] = s_classic } });
        SslHostProfile profile = await host.RunAsync(SslProfileSections.Ciphers);

        Assert.Equal(s_classic, Codes(profile, "TLS 1.2"));
        // The versions are asked once, and the end without a word at SSL 2.0 is confirmed. What the version was agreed to with is the first
        // answer of its suites.
        int versions = 6 + 3;
        Assert.Equal(s_classic.Length - 1 + 2 + versions, profile.Connections);
    }

    [Fact]
    public async Task The_order_of_a_server_that_has_none_is_the_clients()
    {
        ModelHost host = new(Usual with { KeepsOrder = false });
        SslHostProfile profile = await host.RunAsync();

        Assert.Equal("Client", Row(profile, "TLS 1.2").Order);
        Assert.Equal(s_classic.Order(), Codes(profile, "TLS 1.2").Order());
        Assert.Equal("Client", profile.GroupOrder);
        Assert.Equal("Offered", profile.PostQuantum.Status);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(130)]
    public async Task An_offer_that_is_too_long_is_split(int most)
    {
        ModelHost host = new(Usual with { ChokesOn = hello => hello.Suites.Length > most });
        SslHostProfile profile = await host.RunAsync(SslProfileSections.Ciphers);

        Assert.Equal(s_classic, Codes(profile, "TLS 1.2"));
        Assert.Equal("Server", Row(profile, "TLS 1.2").Order);
        Assert.Equal("", Row(profile, "TLS 1.2").CiphersReason);
    }

    [Fact]
    public async Task A_server_without_post_quantum_groups_is_said_to_have_none()
    {
        SslHostProfile profile = await new ModelHost(Usual with { ModernGroups = [29, 23] }).RunAsync(SslProfileSections.Groups);

        Assert.Equal("NotOffered", profile.PostQuantum.Status);
        Assert.NotEmpty(profile.PostQuantum.Reason);
    }

    [Fact]
    public async Task A_refusal_without_a_word_counts_if_it_comes_again_while_others_are_answered()
    {
        SslHostProfile profile = await new ModelHost(Usual with { Refusal = -1 }).RunAsync();

        Assert.Equal("Refused", Row(profile, "TLS 1.0").Status);
        Assert.Contains("each time", Row(profile, "TLS 1.0").Reason, StringComparison.Ordinal);
        Assert.Equal(s_classic, Codes(profile, "TLS 1.2"));
        Assert.Equal("", Row(profile, "TLS 1.2").CiphersReason);
    }

    /// <summary>These alerts do not say that it is for the hello (RFC 8446, 6.1 and 6.2).</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(90)]
    public async Task An_alert_about_something_else_counts_as_an_end_without_a_word(int alert)
    {
        byte[] busy = [21, 3, 3, 0, 2, 2, (byte)alert];
        SslHostProfile profile = await new ModelHost(Usual) { OnTheWay = (_, answer) => answer[0] == 21 ? busy : answer }.RunAsync();
        Assert.Equal("Refused", Row(profile, "TLS 1.0").Status);
        Assert.Contains("each time", Row(profile, "TLS 1.0").Reason, StringComparison.Ordinal);
        Assert.Equal(s_classic, Codes(profile, "TLS 1.2"));

        SslHostProfile nothing = await new ModelHost(Usual) { OnTheWay = (_, _) => busy }.RunAsync();
        Assert.All(nothing.Protocols, row => Assert.Equal("Unknown", row.Status));
        Assert.NotEmpty(nothing.Failure);
    }

    /// <summary>The suites that it has are among the last, which a first part of the offer does not have.</summary>
    [Fact]
    public async Task A_version_with_weak_suites_alone_is_found_where_long_hellos_are_not_taken()
    {
        ModelServer server = new()
        {
            Suites = new() { [TlsVersion.Tls10] = [0x0005, 0x0003], [TlsVersion.Tls12] = s_classic },
            ChokesOn = hello => hello.Suites.Length > 64,
        };
        SslHostProfile profile = await new ModelHost(server).RunAsync(SslProfileSections.Ciphers);

        Assert.Equal("Accepted", Row(profile, "TLS 1.0").Status);
        Assert.Equal([0x0005, 0x0003], Codes(profile, "TLS 1.0"));
        Assert.Equal("Refused", Row(profile, "TLS 1.1").Status);
    }

    [Fact]
    public async Task Old_and_weak_servers_are_seen_for_what_they_are()
    {
        ModelServer server = new()
        {
            Suites = new()
            {
                [TlsVersion.Ssl2] = [0x010080, 0x0700C0],
                [TlsVersion.Ssl3] = [0x0004, 0x0005, 0x000A],
                [TlsVersion.Tls10] = [0x0033, 0x0016, 0x0003, 0x0001],
            },
            Compresses = true,
            NoticesFallback = false,
            ReusesKeys = true,
            Answers = [],
        };
        SslHostProfile profile = await new ModelHost(server).RunAsync();

        Assert.Equal(["Accepted", "Accepted", "Accepted"], profile.Protocols.Take(3).Select(p => p.Status));
        Assert.Equal([0x010080, 0x0700C0], Codes(profile, "SSL 2.0"));
        Assert.Equal([0x0004, 0x0005, 0x000A], Codes(profile, "SSL 3.0"));
        Assert.Equal([0x0033, 0x0016, 0x0003, 0x0001], Codes(profile, "TLS 1.0"));
        Assert.Equal("Yes", profile.Compression.Value);
        Assert.Equal("No", profile.FallbackScsv.Value);
        Assert.Equal("Yes", profile.KeyReuse.FiniteField.Value);
        Assert.Equal("No", profile.ExtendedMasterSecret.Value);
        Assert.Equal("No", profile.Renegotiation.Secure.Value);
        Assert.Equal("NotOffered", profile.PostQuantum.Status);
        SslProfileCipher dhe = Row(profile, "TLS 1.0").Ciphers[0];
        Assert.Contains("ShortKey", dhe.Weak);
        Assert.Equal(192, dhe.KeyBits);
        Assert.Equal("Broken", Row(profile, "TLS 1.0").Ciphers[3].Grade);
        Assert.Contains(profile.Clients, c => c is { Name: "Java 6", Status: "Accepted" });
        Assert.Contains(profile.Clients, c => c is { Name: "Chrome 131", Status: "Refused" });
    }

    [Fact]
    public async Task A_server_that_wants_a_name_is_told_from_one_that_does_not()
    {
        SslHostProfile profile = await new ModelHost(Usual with { WantsName = true }).RunAsync(SslProfileSections.Certificates);
        SslHostProfile byAddress = await new ModelHost(Usual) { ServerName = null }.RunAsync(SslProfileSections.Certificates);

        Assert.Equal("Yes", profile.SniRequired.Value);
        Assert.Equal("NotApplicable", byAddress.SniRequired.Value);
    }

    [Fact]
    public async Task A_server_of_one_version_is_asked_for_what_that_has()
    {
        SslHostProfile profile = await new ModelHost(Usual with
        {
            Suites = new() { [TlsVersion.Tls13] = s_modern }, EarlyData = 16384, Alpn = ["http/1.1"],
        }).RunAsync();

        Assert.Empty(profile.Gaps);
        Assert.Equal("Yes", profile.EarlyData.Value);
        Assert.Equal("NotApplicable", profile.FallbackScsv.Value);
        Assert.Equal("No", profile.Compression.Value);
        Assert.Equal("NotApplicable", profile.ExtendedMasterSecret.Value);
        Assert.Equal(["http/1.1"], profile.Alpn);
        Assert.Single(profile.Certificates);
    }

    /// <summary>Its certificate is hidden, and there is no arithmetic for its group: what is not seen is told as unknown.</summary>
    [Fact]
    public async Task What_a_group_hides_is_unknown_and_said_to_be()
    {
        SslHostProfile profile = await new ModelHost(Usual with
        {
            Suites = new() { [TlsVersion.Tls13] = s_modern }, ModernGroups = [29],
        }).RunAsync();

        Assert.Equal(s_modern, Codes(profile, "TLS 1.3"));
        Assert.Equal(["x25519"], profile.Groups.Select(g => g.Name));
        Assert.Empty(profile.Certificates);
        Assert.Equal(("Unknown", "Unknown"), (profile.EarlyData.Value, profile.Resumption.Psk.Value));
        Assert.Equal("No", profile.SniRequired.Value);
        Assert.Contains(profile.Gaps, gap => gap.StartsWith("The signature schemes of TLS 1.3", StringComparison.Ordinal));
    }

    /// <summary>Plain values: JSON brings back what was written, with words for verdicts.</summary>
    [Fact]
    public async Task A_profile_survives_json()
    {
        SslHostProfile profile = await new ModelHost(Usual).RunAsync();
        string text = System.Text.Json.JsonSerializer.Serialize(profile);
        SslHostProfile back = System.Text.Json.JsonSerializer.Deserialize<SslHostProfile>(text)!;

        Assert.Equal(text, System.Text.Json.JsonSerializer.Serialize(back));
        Assert.Contains("\"Status\":\"Accepted\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Intolerance_is_told_by_what_is_not_tolerated()
    {
        SslHostProfile ofVersions = await new ModelHost(Usual with
        {
            ChokesOn = hello => hello.Version > 0x0304 || hello.SupportedVersions.Contains(0x0305),
        }).RunAsync(SslProfileSections.Protocols);
        SslHostProfile ofExtensions = await new ModelHost(Usual with
        {
            ChokesOn = hello => hello.Find(0x7A7B) is not null,
        }).RunAsync(SslProfileSections.Protocols);
        SslHostProfile ofLength = await new ModelHost(Usual with { ChokesOn = hello => hello.Length > 4000 })
            .RunAsync(SslProfileSections.Protocols);

        Assert.Equal(("No", "Yes", "Yes", "Yes"), Words(ofVersions.Tolerance));
        Assert.Equal(("Yes", "No", "Yes", "Yes"), Words(ofExtensions.Tolerance));
        Assert.Equal(("Yes", "Yes", "No", "Yes"), Words(ofLength.Tolerance));
        Assert.Contains("4500", ofLength.Tolerance.LongHello.Reason, StringComparison.Ordinal);

        static (string, string, string, string) Words(SslProfileTolerance tolerance) => (tolerance.UnknownVersion.Value,
            tolerance.UnknownExtension.Value, tolerance.LongHello.Value, tolerance.Grease.Value);
    }
}
