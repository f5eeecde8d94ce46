using System.Net;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Responders;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;
using QSslCore.Tests.Robustness;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>The servers of -Misbehave show their weakness, and are found by the probes.</summary>
public sealed class WeakResponderTests
{
    private static readonly byte[] s_certificate = TestPki.ServerRsa.Certificate.ToDer();

    private static readonly Dictionary<string, (Func<WeaknessProbe> Probe, WeakServer Weak)> s_probed = new()
    {
        ["Heartbleed"] = (() => new HeartbleedProbe(), new() { HasHeartbleed = true }),
        ["CcsInjection"] = (() => new CcsInjectionProbe(), new() { TakesEarlyChange = true }),
        ["InsecureRenegotiation"] = (() => new InsecureRenegotiationProbe(), new() { LacksRenegotiationInfo = true }),
    };

    public static TheoryData<string> Probed => [.. s_probed.Keys];

    [Theory, MemberData(nameof(Probed))]
    public async Task A_weak_server_is_found_and_a_sound_one_is_not(string id)
    {
        (Func<WeaknessProbe> probe, WeakServer weak) = s_probed[id];
        if (id != "InsecureRenegotiation")
            Assert.Equal(WeaknessStatus.Vulnerable, (await RunAsync(probe(), weak)).Status);
        else
            Assert.NotEqual(WeaknessStatus.NotVulnerable, (await RunAsync(probe(), weak)).Status);
        Assert.Equal(WeaknessStatus.NotVulnerable, (await RunAsync(probe(), new())).Status);
    }

    [Theory]
    [InlineData(TlsVersion.Ssl3, 0x002F)]
    [InlineData(TlsVersion.Tls10, 0x0005)]
    [InlineData(TlsVersion.Tls11, 0x0002)]
    [InlineData(TlsVersion.Tls12, 0x0034)]
    [InlineData(TlsVersion.Tls12, 0x0003)]
    [InlineData(TlsVersion.Tls12, 0x0014)]
    [InlineData(TlsVersion.Tls12, 0x0033)]
    public async Task A_suite_that_no_library_has_is_agreed_on(int version, int suite)
    {
        using QSslServer server = Start(new() { Suites = new Dictionary<int, int[]> { [version] = [suite] } });
        ServerAnswer answer = await Interview(server).AskAsync(Hellos.Usual(version, null), default);
        Assert.True(answer.IsAgreed, answer.Reason);
        Assert.Equal((version, suite), (answer.Hello!.Version, answer.Hello.Suite));
        Assert.Equal(suite == 0x0034, answer.Certificates.Count == 0);
        if (suite is 0x0033 or 0x0034)
            Assert.Equal(1024, answer.KeyExchange!.PrimeBits);
        if (suite == 0x0003)
            Assert.Equal(64, answer.KeyExchange!.Prime.Length);
        ServerAnswer other = await Interview(server).AskAsync(Hellos.Usual(version, null) with { Suites = [0xC02F] }, default);
        Assert.True(other.IsRefused, other.Reason);
    }

    [Fact]
    public async Task SSL_2_is_spoken_where_it_is_wanted()
    {
        int[] suites = [0x010080, 0x0700C0];
        using QSslServer old = Start(new() { Suites = new Dictionary<int, int[]> { [TlsVersion.Ssl2] = suites } });
        ServerAnswer answer = await Interview(old).AskSsl2Async([.. TlsSuite.Of(TlsVersion.Ssl2).Select(s => s.Code)], default);
        Assert.True(answer.IsAccepted, answer.Reason);
        Assert.Equal(suites, answer.Ssl2!.Suites);
        using QSslServer newer = Start(new());
        Assert.False((await Interview(newer).AskSsl2Async(suites, default)).IsAccepted);
    }

    [Fact]
    public void No_client_makes_it_throw()
    {
        byte[] hello = Hellos.Usual(TlsVersion.Tls12, "a.test").ToBytes();
        byte[] heartbeat = TlsRecord.Write(TlsRecord.Heartbeat, TlsVersion.Tls12, [1, 0xFF, 0xFF, 1]);
        byte[] ssl2 = Ssl2ClientHello.Write([0x010080]);
        int runs = Environment.GetEnvironmentVariable("QSSL_SOAK") == "1" ? 100_000 : 2000;
        for (int seed = 0; seed < runs; seed++)
        {
            Mutator mutator = new(seed);
            WeakResponder responder = new(new() { HasHeartbleed = true, TakesEarlyChange = seed % 2 == 0 }, s_certificate);
            byte[] input = mutator.Mutate(seed % 3 == 0 ? ssl2 : [.. hello, .. heartbeat]);
            int taken = 0;
            while (taken < input.Length && responder.Advance(input.AsSpan(taken)) is > 0 and int more)
                taken += more;
            Assert.True(responder.TakeOutput().Length < 64 << 10, $"seed {seed}");
        }
    }

    private static QSslServer Start(WeakServer weak)
    {
        QSslServer server = new() { Preface = () => new WeakResponder(weak, s_certificate) };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        return server;
    }

    private static Interview Interview(QSslServer server) =>
        new(new LoopbackHost(server.ServerPort, TimeSpan.FromSeconds(10)), new AnswerLog());

    private static async Task<WeaknessFinding> RunAsync(WeaknessProbe probe, WeakServer weak)
    {
        using QSslServer server = Start(weak);
        return await probe.RunAsync(new(Interview(server), new()), default);
    }
}
