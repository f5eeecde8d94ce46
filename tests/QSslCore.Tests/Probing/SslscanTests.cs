using System.Globalization;
using System.Xml.Linq;
using QSslCore.Tests.Interoperability;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing;

/// <summary>sslscan looks at the same servers, and finds no version, suite or group that a profile lacks.</summary>
public sealed class SslscanTests
{
    public static TheoryData<string, string, string[]> Servers => new()
    {
        { "the default", "rsa", [] },
        { "an order", "rsa", ["-serverpref"] },
        { "everything", "rsa", ["-cipher", "ALL:eNULL:aNULL:@SECLEVEL=0", "-serverpref"] },
        { "old ones", "rsa", ["-cipher", "ALL:@SECLEVEL=0", "-tls1_1"] },
        { "TLS 1.0", "ecdsa", ["-cipher", "ALL:@SECLEVEL=0", "-tls1"] },
        { "TLS 1.2", "ecdsa", ["-tls1_2"] },
        { "TLS 1.3", "rsa", ["-tls1_3"] },
        { "few groups", "rsa", ["-groups", "P-256:P-384:X448"] },
        { "Ed25519", "ed25519", [] },
    };

    /// <summary>The openssl program serves one client after the other, and sleeps now and then.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Theory, MemberData(nameof(Servers))]
    public async Task It_finds_what_the_profile_has(string name, string kind, string[] options)
    {
        ExternalProgram.Require("openssl", "openssl");
        ExternalProgram.Require("sslscan", "sslscan");
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, kind);
        int port = ExternalProgram.FreePort();
        using ExternalProgram program = ExternalProgram.Start("openssl",
            ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", identity.Chain, "-cert_chain", identity.Chain, "-key", identity.Key,
                "-www", .. options]);
        program.WaitForOutput("ACCEPT");
        SslHostProfile profile = await new HostSurvey("127.0.0.1", port) { PeerName = TestPki.ServerName }
            .RunAsync(TestContext.Current.CancellationToken);
        string report = files.PathOf("sslscan.xml");
        using (ExternalProgram scan = ExternalProgram.Start("sslscan", $"--xml={report}", "--no-heartbleed", $"127.0.0.1:{port}"))
            scan.WaitForExit(s_patience);
        XElement seen = XDocument.Load(report).Descendants("ssltest").Single();

        Assert.True(profile.Failure.Length == 0, $"{name}: {profile.Failure}");
        foreach (SslProfileProtocol row in profile.Protocols.Where(p => p.Version is not ("SSL 2.0" or "SSL 3.0")))
        {
            string version = $"TLSv{row.Version[4..]}";
            int[] theirs = [.. seen.Elements("cipher").Where(c => (string?)c.Attribute("sslversion") == version).Select(Id).Order()];
            // sslscan asks for fewer suites than there are.
            Assert.Empty(theirs.Except(row.Ciphers.Select(c => c.Code)));
            Assert.Equal(theirs.Length > 0, row.Status == "Accepted");
            int[] groups = [.. seen.Elements("group").Where(g => (string?)g.Attribute("sslversion") == version).Select(Id)];
            if (row.Version is "TLS 1.2" or "TLS 1.3")
                Assert.Empty(groups.Except(profile.Groups.Where(g => g.Versions.Contains(row.Version)).Select(g => g.Code)));
        }
    }

    private static int Id(XElement element) =>
        int.Parse(((string)element.Attribute("id")!)[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
