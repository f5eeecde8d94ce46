using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>Servers of others, which are sound but for what they are told to do.</summary>
public sealed class RealServerTests(ITestOutputHelper output)
{
    private static readonly string[] s_asked =
    [
        "Heartbleed", "CcsInjection", "Ticketbleed", "Robot", "InsecureRenegotiation", "ClientRenegotiation", "PoodleTls",
        "ZombiePoodle", "GoldenDoodle", "ZeroLengthOracle", "InvalidCurve", "WeakKey",
    ];

    /// <summary>The options, and the weaknesses that they make.</summary>
    public static TheoryData<string, string> OpenSslServers => new()
    {
        { "-tls1_2 -cipher ALL:@SECLEVEL=0", "" },
        { "-cipher ALL:@SECLEVEL=0", "" },
        { "-tls1_1 -cipher ALL:@SECLEVEL=0", "" },
        { "-tls1 -cipher ALL:@SECLEVEL=0", "" },
        { "-tls1_2 -cipher AES128-SHA:@SECLEVEL=0", "" },
        { "-tls1_2 -no_ticket", "" },
        { "-tls1_2 -client_renegotiation", "ClientRenegotiation" },
        { "-tls1_2 -no_renegotiation", "" },
        { "-tls1_2 -verify 1", "" },
    };

    public static TheoryData<string, string> GnuTlsServers => new()
    {
        // It lets clients renegotiate.
        { "NORMAL:-VERS-ALL:+VERS-TLS1.2:+RSA:+DHE-RSA", "ClientRenegotiation" },
        { "NORMAL:+VERS-TLS1.0:+VERS-TLS1.1:+RSA:+DHE-RSA:%VERIFY_ALLOW_SIGN_WITH_SHA1", "ClientRenegotiation" },
        { "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+3DES-CBC:+RSA:+DHE-RSA", "ClientRenegotiation" },
        { "NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION", "ClientRenegotiation InsecureRenegotiation" },
    };

    [Theory, MemberData(nameof(OpenSslServers))]
    public async Task A_server_of_openssl_has_what_it_was_told_and_no_more(string options, string weak)
    {
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        (string chain, string key) = files.Write("server", TestPki.ServerRsa);
        int port = ExternalProgram.FreePort();
        using ExternalProgram program = ExternalProgram.Start(
            "openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", chain, "-key", key, "-quiet", .. options.Split(' ')]);
        program.WaitForPort(port);
        await CheckAsync(port, weak);
    }

    [Theory, MemberData(nameof(GnuTlsServers))]
    public async Task A_server_of_GnuTLS_has_what_it_was_told_and_no_more(string priority, string weak)
    {
        ExternalProgram.Require("gnutls-serv", "gnutls-bin");
        using TestFiles files = new();
        (string chain, string key) = files.Write("server", TestPki.ServerRsa);
        int port = ExternalProgram.FreePort();
        using ExternalProgram program = ExternalProgram.Start(
            "gnutls-serv", "--port", $"{port}", "--x509certfile", chain, "--x509keyfile", key, "--priority", priority, "--heartbeat",
            "--quiet");
        program.WaitForPort(port);
        await CheckAsync(port, weak);
    }

    private async Task CheckAsync(int port, string weak)
    {
        // That a host refuses what probes speak tells something only beside the suites that it accepts.
        SslHostProfile profile = await new HostSurvey("127.0.0.1", port) { Sections = SslProfileSections.Ciphers }.RunAsync();
        ProbeContext context = new(
            new Interview(new LoopbackHost(port, TimeSpan.FromSeconds(10)), new AnswerLog()), new() { Protocols = profile.Protocols });
        List<string> wrong = [];
        foreach (WeaknessProbe probe in WeaknessCatalog.Probes().Where(p => s_asked.Contains(p.Weakness.Id)))
        {
            WeaknessFinding finding = await probe.RunAsync(context, CancellationToken.None);
            output.WriteLine(finding.ToString());
            bool isWeak = weak.Split(' ').Contains(probe.Weakness.Id);
            if (finding.Status != (isWeak ? WeaknessStatus.Vulnerable : WeaknessStatus.NotVulnerable))
                wrong.Add(finding.ToString());
        }
        Assert.Empty(wrong);
    }
}
