using System.Net;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Responders;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>Weaknesses as a whole survey of a host tells them: on servers that have them, and on servers that do not.</summary>
public sealed class WholeProfileTests(ITestOutputHelper output)
{
    /// <summary>A well-known prime of 1024 bits (RFC 2409, 6.2), as parameters.</summary>
    private const string SmallParameters = """
        -----BEGIN DH PARAMETERS-----
        MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
        Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
        /1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
        -----END DH PARAMETERS-----
        """;

    private static readonly string[] s_sound = [SslProfileStatus.NotVulnerable, SslProfileStatus.NotApplicable];

    private static readonly Dictionary<string, WeakServer> s_servers = new()
    {
        ["SSL 2.0"] = new() { Suites = new Dictionary<int, int[]> { [TlsVersion.Ssl2] = [0x010080, 0x020080] } },
        ["SSL 3.0"] = new() { Suites = new Dictionary<int, int[]> { [TlsVersion.Ssl3] = [0x002F] } },
        ["RC4"] = new() { Suites = WeakServer.Classic(0x0005) },
        ["NULL"] = new() { Suites = WeakServer.Classic(0x0002) },
        ["anonymous"] = new() { Suites = WeakServer.Classic(0x0034) },
        ["export"] = new() { Suites = WeakServer.Classic(0x0003, 0x0014) },
        ["3DES"] = new() { Suites = WeakServer.Classic(0x000A) },
        ["DHE"] = new() { Suites = WeakServer.Classic(0x0033) },
        ["compression"] = new() { Compresses = true },
    };

    /// <summary>A server, the weaknesses that it has by its suites, and some that it has not.</summary>
    public static TheoryData<string, string, string> WeakServers => new()
    {
        { "SSL 2.0", "Drown", "Poodle Beast" },
        { "SSL 3.0", "Poodle Beast", "Drown Rc4 Sweet32" },
        { "RC4", "Rc4", "Beast Lucky13 Sweet32 Export NullCipher Poodle Drown" },
        { "NULL", "NullCipher", "Rc4 Anonymous Sweet32" },
        { "anonymous", "Anonymous Beast Lucky13", "NullCipher Export Freak" },
        { "export", "Export Freak Logjam", "Anonymous NullCipher Drown" },
        { "3DES", "Sweet32 Beast Lucky13", "Rc4 Export Logjam CommonPrime" },
        { "DHE", "Logjam CommonPrime Beast", "Sweet32 Rc4 Export Freak" },
        { "compression", "Crime", "Rc4" },
    };

    /// <summary>Options of openssl s_server, what they make, and what they do not.</summary>
    public static TheoryData<string, string, string> RealServers => new()
    {
        {
            "-cipher ECDHE-RSA-AES128-GCM-SHA256", "",
            "Beast Lucky13 Rc4 NullCipher Anonymous Export Freak Logjam CommonPrime Sweet32 Poodle Drown Crime EarlyData NoFallbackScsv "
                + "NoExtendedMasterSecret Intolerance DhReuse EcdhReuse Raccoon WeakKey InsecureRenegotiation Heartbleed Robot"
        },
        { "-tls1_2 -cipher AES128-SHA -no_etm", "Lucky13", "Beast Rc4" },
        { "-tls1_2 -cipher AES128-SHA", "", "Lucky13 Beast Rc4" },
        { "-tls1 -cipher AES128-SHA:@SECLEVEL=0", "Beast", "Sweet32" },
        { "-tls1_2 -cipher aNULL:!eNULL:@SECLEVEL=0", "Anonymous", "NullCipher Export" },
        { "-tls1_2 -cipher eNULL:!aNULL:@SECLEVEL=0", "NullCipher", "Anonymous Rc4" },
        { "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 -dhparam small.pem", "Logjam CommonPrime", "Export DhReuse Raccoon" },
        { "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", "", "Logjam CommonPrime DhReuse Raccoon" },
        { "-early_data", "EarlyData", "Intolerance" },
    };

    /// <summary>Flaws of a model that finishes handshakes.</summary>
    private static readonly Dictionary<string, ServerFlaws> s_flaws = new()
    {
        ["none"] = new(),
        ["shares"] = new() { ReusesDh = true, ReusesEcdh = true },
        ["fallback"] = new() { LacksFallbackScsv = true },
        ["master secret"] = new() { LacksExtendedMasterSecret = true },
        ["GREASE"] = new() { IsGreaseIntolerant = true },
        ["versions"] = new() { IsVersionIntolerant = true },
        ["long hellos"] = new() { MaxHello = 2000 },
        ["compression"] = new() { Compresses = true },
        ["conversations"] = new()
        {
            Heartbeat = true, Heartbleed = true, CcsInjection = true, Tickets = true, Ticketbleed = true, Robot = RobotOracle.Strong,
            Renegotiates = true, AcceptsInvalidPoints = true,
        },
    };

    public static TheoryData<string, string, string> FlawedServers => new()
    {
        { "none", "", "DhReuse EcdhReuse Raccoon NoFallbackScsv NoExtendedMasterSecret Intolerance Crime Heartbleed Robot WeakKey" },
        { "shares", "DhReuse EcdhReuse Raccoon", "NoFallbackScsv" },
        { "fallback", "NoFallbackScsv", "NoExtendedMasterSecret" },
        { "master secret", "NoExtendedMasterSecret", "NoFallbackScsv" },
        { "GREASE", "Intolerance", "NoFallbackScsv" },
        { "versions", "Intolerance", "NoFallbackScsv" },
        { "long hellos", "Intolerance", "NoFallbackScsv" },
        { "compression", "Crime", "NoFallbackScsv" },
        { "conversations", "Heartbleed CcsInjection Ticketbleed Robot ClientRenegotiation InvalidCurve", "PoodleTls ZombiePoodle" },
    };

    [Theory, MemberData(nameof(FlawedServers))]
    public async Task A_flawed_server_has_its_flaws(string name, string weak, string sound)
    {
        using FlawedServer server = new(s_flaws[name]);
        SslHostProfile profile = await CheckAsync(server.Port, weak, sound);
        Assert.Equal(name == "conversations" ? SslProfileStatus.Yes : SslProfileStatus.No, profile.Renegotiation.ClientInitiated.Value);
    }

    [Theory, MemberData(nameof(WeakServers))]
    public async Task A_weak_server_has_what_it_accepts(string name, string weak, string sound)
    {
        byte[] certificate = TestPki.ServerRsa.Certificate.ToDer();
        using QSslServer server = new() { Preface = () => new WeakResponder(s_servers[name], certificate) };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        await CheckAsync(server.ServerPort, weak, sound);
    }

    [Theory, MemberData(nameof(RealServers))]
    public async Task A_server_of_openssl_has_what_it_was_told(string options, string weak, string sound)
    {
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        (string chain, string key) = files.Write("server", TestPki.ServerRsa);
        string parameters = files.Write("small.pem", SmallParameters);
        int port = ExternalProgram.FreePort();
        using ExternalProgram program = ExternalProgram.Start(
            "openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", chain, "-key", key, "-quiet",
                .. options.Replace("small.pem", parameters, StringComparison.Ordinal).Split(' ')]);
        program.WaitForPort(port);
        await CheckAsync(port, weak, sound);
    }

    [Fact]
    public async Task A_suite_that_the_probes_do_not_speak_is_not_taken_for_none()
    {
        byte[] certificate = TestPki.ServerRsa.Certificate.ToDer();
        using QSslServer server = new() { Preface = () => new WeakResponder(s_servers["RC4"], certificate) };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        SslHostProfile profile = await CheckAsync(server.ServerPort, "Rc4", "PoodleTls");
        Assert.Equal(SslProfileStatus.Unknown, Status(profile, "Robot"));
    }

    private async Task<SslHostProfile> CheckAsync(int port, string weak, string sound)
    {
        HostSurvey survey = new("127.0.0.1", port)
        {
            PeerName = TestPki.ServerName,
            Sections = SslProfileSections.Ciphers | SslProfileSections.Groups | SslProfileSections.Weaknesses,
            AnswerTimeout = TimeSpan.FromSeconds(10),
        };
        SslHostProfile profile = await survey.RunAsync();
        foreach (SslProfileWeakness weakness in profile.Weaknesses)
            output.WriteLine($"{weakness}, {weakness.Certainty}: {weakness.Evidence}");
        output.WriteLine($"{profile.Connections} connections, {profile.Duration.TotalMilliseconds:0} ms; {string.Join(" ", profile.Gaps)}");
        Assert.Equal("", profile.Failure);
        Assert.All(Words(weak), id => Assert.Equal((id, SslProfileStatus.Vulnerable), (id, Status(profile, id))));
        Assert.All(Words(sound), id => Assert.Contains(Status(profile, id), s_sound));
        return profile;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Status(SslHostProfile profile, string id) => profile.Weaknesses.Single(w => w.Id == id).Status;
}
