using QSslCore.Tests.Interoperability;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing;

/// <summary>Profiles of the openssl program as a server, in configurations whose truth is on its command line.</summary>
public sealed class OpenSslProfileTests(ITestOutputHelper output)
{
    private static async Task<SslHostProfile> ProfileAsync(
        string kind, string[] options, SslProfileSections sections = SslProfileSections.All)
    {
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, kind);
        int port = ExternalProgram.FreePort();
        using ExternalProgram program = ExternalProgram.Start("openssl",
            ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", identity.Chain, "-cert_chain", identity.Chain, "-key", identity.Key,
                .. options.Contains("-early_data") ? Array.Empty<string>() : ["-www"], .. options]);
        program.WaitForOutput("ACCEPT");
        HostSurvey survey = new("127.0.0.1", port) { PeerName = TestPki.ServerName, Sections = sections };
        return await survey.RunAsync(TestContext.Current.CancellationToken);
    }

    private static SslProfileProtocol Row(SslHostProfile profile, string version) => profile.Protocols.Single(p => p.Version == version);

    private static string[] Names(SslHostProfile profile, string version) => [.. Row(profile, version).Ciphers.Select(c => c.OpenSslName)];

    private static string[] Accepted(SslHostProfile profile) =>
        [.. profile.Protocols.Where(p => p.Status == "Accepted").Select(p => p.Version)];

    [Fact]
    public async Task A_default_server_is_described_in_full_with_few_connections()
    {
        // The first run loads code.
        await ProfileAsync("rsa", []);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        SslHostProfile profile = await ProfileAsync("rsa", []);
        TimeSpan used = Environment.CpuUsage.TotalTime - before;
        // The time of the processor is the process's: of this test alone only when it runs alone.
        output.WriteLine(
            $"{profile.Connections} connections, {profile.Duration.TotalMilliseconds:F0} ms, {used.TotalMilliseconds:F0} ms of CPU");
        output.WriteLine(System.Text.Json.JsonSerializer.Serialize(profile));

        Assert.Equal("", profile.Failure);
        Assert.Empty(profile.Gaps);
        Assert.Contains("TLS 1.2", Accepted(profile));
        Assert.Contains("TLS 1.3", Accepted(profile));
        Assert.DoesNotContain("SSL 2.0", Accepted(profile));
        Assert.Contains("ECDHE-RSA-AES256-GCM-SHA384", Names(profile, "TLS 1.2"));
        Assert.Equal(3, Names(profile, "TLS 1.3").Length);
        Assert.Contains(profile.Groups, g => g.Name == "x25519");
        Assert.Equal("Yes", profile.Renegotiation.Secure.Value);
        Assert.Equal("Yes", profile.ExtendedMasterSecret.Value);
        Assert.Equal("Yes", profile.FallbackScsv.Value);
        Assert.Equal("Yes", profile.Resumption.Psk.Value);
        Assert.Equal("No", profile.SniRequired.Value);
        Assert.NotEqual("Unknown", profile.Hsts.Status);
        Assert.Equal("RSA", Assert.Single(profile.Certificates).Kind);
        Assert.InRange(profile.Connections, 30, 150);
    }

    [Fact]
    public async Task A_server_with_an_order_of_its_own_is_seen_with_it()
    {
        SslHostProfile profile = await ProfileAsync("rsa", ["-tls1_2", "-serverpref", "-cipher",
            "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA"], SslProfileSections.Ciphers);

        Assert.Equal(["TLS 1.2"], Accepted(profile));
        Assert.Equal("Server", Row(profile, "TLS 1.2").Order);
        Assert.Equal(["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "AES128-SHA"], Names(profile, "TLS 1.2"));
    }

    [Fact]
    public async Task A_server_without_an_order_is_seen_without_one()
    {
        SslHostProfile profile = await ProfileAsync("rsa", ["-tls1_2", "-cipher",
            "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA"], SslProfileSections.Ciphers);

        Assert.Equal("Client", Row(profile, "TLS 1.2").Order);
        Assert.Equal(3, Names(profile, "TLS 1.2").Length);
    }

    [Fact]
    public async Task Old_versions_are_seen_where_they_are_switched_on()
    {
        SslHostProfile profile = await ProfileAsync("rsa", ["-cipher", "ALL:@SECLEVEL=0", "-tls1_1"], SslProfileSections.Ciphers);

        Assert.Equal(["TLS 1.1"], Accepted(profile));
        Assert.Contains("AES128-SHA", Names(profile, "TLS 1.1"));
        Assert.Equal("Refused", Row(profile, "TLS 1.3").Status);
    }

    [Fact]
    public async Task Groups_are_those_of_the_server()
    {
        SslHostProfile profile = await ProfileAsync("rsa", ["-groups", "P-384:X25519"], SslProfileSections.Groups);

        Assert.Equal(["secp384r1", "x25519"], profile.Groups.Select(g => g.Name).Order());
        Assert.Equal("NotOffered", profile.PostQuantum.Status);
        Assert.All(profile.Groups, group => Assert.Equal(["TLS 1.2", "TLS 1.3"], group.Versions));
    }

    [Theory]
    [InlineData("ecdsa", "ECDSA", "ecdsa_secp256r1_sha256")]
    [InlineData("ed25519", "EdDSA", "ed25519")]
    [InlineData("rsa-pss", "RSA-PSS", "rsa_pss_pss_sha256")]
    [InlineData("rsa", "RSA", "rsa_pss_rsae_sha256")]
    public async Task Certificates_and_schemes_are_those_of_the_key(string kind, string shown, string scheme)
    {
        SslHostProfile profile = await ProfileAsync(kind, [], SslProfileSections.Certificates | SslProfileSections.Signatures);

        SslProfileCertificate certificate = Assert.Single(profile.Certificates);
        Assert.Equal(shown, certificate.Kind);
        Assert.Equal(["TLS 1.2", "TLS 1.3"], certificate.Versions);
        Assert.Equal(["TLS 1.2", "TLS 1.3"], profile.SignatureSchemes.Single(s => s.Name == scheme).Versions);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Two_certificates_are_both_seen(string version)
    {
        using TestFiles files = new();
        PeerIdentity second = PeerIdentity.Make(files, "ecdsa");
        SslHostProfile profile = await ProfileAsync("rsa", [version, "-dcert", second.Chain, "-dkey", second.Key, "-dcert_chain",
            second.Chain], SslProfileSections.Certificates);

        Assert.Equal(["ECDSA", "RSA"], profile.Certificates.Select(c => c.Kind).Order());
        Assert.All(profile.Certificates, certificate => Assert.True(certificate.WithName && certificate.KeyBits > 0));
    }

    [Fact]
    public async Task Parameters_of_finite_fields_are_measured()
    {
        using TestFiles files = new();
        string parameters = files.Write("dh.pem", QSslDiffieHellmanParameters.DefaultParameters.Der.ToArray() is { } der
            ? $"-----BEGIN DH PARAMETERS-----\n{Convert.ToBase64String(der)}\n-----END DH PARAMETERS-----\n" : "");
        SslHostProfile profile = await ProfileAsync("rsa", ["-tls1_2", "-dhparam", parameters], SslProfileSections.Groups);

        SslProfileDiffieHellman field = Assert.Single(profile.DiffieHellman);
        Assert.True(field.Bits >= 1024);
        Assert.Equal("No", profile.KeyReuse.FiniteField.Value);
    }

    [Fact]
    public async Task Early_data_and_client_certificates_are_seen()
    {
        SslHostProfile profile = await ProfileAsync("rsa", ["-early_data", "-verify", "1"], SslProfileSections.Resumption);

        Assert.Equal("Yes", profile.EarlyData.Value);
        Assert.Equal("Yes", profile.CertificateRequest.Value);
    }

    [Fact]
    public async Task Application_protocols_are_listed()
    {
        SslHostProfile profile = await ProfileAsync("rsa", ["-alpn", "http/1.1,imap"], SslProfileSections.Protocols);

        Assert.Equal(["http/1.1", "imap"], profile.Alpn.Order());
    }

    [Fact]
    public async Task A_server_without_tickets_has_none()
    {
        SslHostProfile profile = await ProfileAsync("rsa", ["-no_ticket", "-num_tickets", "0"], SslProfileSections.Resumption);

        Assert.Equal("No", profile.Resumption.Psk.Value);
        Assert.Equal("No", profile.Resumption.Ticket.Value);
    }

    [Theory]
    [InlineData("Yes", "-no_ticket")]
    [InlineData("No", "-no_cache", "-no_ticket")]
    public async Task Sessions_are_resumed_by_number_where_there_is_a_cache(string expected, params string[] options)
    {
        SslHostProfile profile = await ProfileAsync("rsa", options, SslProfileSections.Resumption);

        Assert.Equal(expected, profile.Resumption.SessionId.Value);
    }

    [Fact]
    public async Task A_port_without_a_server_is_a_failure_in_the_profile()
    {
        HostSurvey survey = new("127.0.0.1", ExternalProgram.FreePort());
        SslHostProfile profile = await survey.RunAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(profile.Failure);
        Assert.All(profile.Protocols, row => Assert.Equal("Unknown", row.Status));
        Assert.InRange(profile.Connections, 1, 20);
    }
}
