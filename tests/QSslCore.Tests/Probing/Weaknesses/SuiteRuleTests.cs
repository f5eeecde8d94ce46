using QSslCore.Probing.Catalog;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>What follows from a profile, without a question.</summary>
public sealed class SuiteRuleTests
{
    private const int Tls10 = TlsVersion.Tls10;
    private const int Tls12 = TlsVersion.Tls12;

    /// <summary>The weakness, a version with a suite that has it, and a version with one that has not.</summary>
    public static TheoryData<string, int, int, int, int> Rules => new()
    {
        { "Poodle", TlsVersion.Ssl3, 0x002F, TlsVersion.Ssl3, 0x0005 },
        { "Poodle", TlsVersion.Ssl3, 0x000A, Tls10, 0x002F },
        { "Sweet32", Tls12, 0x000A, Tls12, 0x002F },
        { "Freak", Tls10, 0x0003, Tls10, 0x0014 },
        { "Beast", Tls10, 0x002F, TlsVersion.Tls11, 0x002F },
        { "Rc4", Tls12, 0x0005, Tls12, 0x002F },
        { "NullCipher", Tls12, 0x0002, Tls12, 0x002F },
        { "Anonymous", Tls12, 0x0034, Tls12, 0x0033 },
        { "Export", Tls10, 0x0014, Tls10, 0x0033 },
        { "Logjam", Tls10, 0x0014, Tls10, 0x0003 },
        { "Lucky13", Tls12, 0xC013, Tls12, 0xC02F },
        { "Drown", TlsVersion.Ssl2, 0x010080, Tls12, 0xC02F },
    };

    [Theory, MemberData(nameof(Rules))]
    public async Task A_suite_with_the_weakness_is_told_from_one_without(string id, int badVersion, int bad, int goodVersion, int good)
    {
        WeaknessFinding flawed = await RunAsync(id, Profile((badVersion, [bad])) with { EncryptThenMac = SslProfileFact.No() });
        Assert.Equal(WeaknessStatus.Vulnerable, flawed.Status);
        WeaknessFinding sound = await RunAsync(id, Profile((goodVersion, [good])) with { EncryptThenMac = SslProfileFact.No() });
        Assert.Equal(WeaknessStatus.NotVulnerable, sound.Status);
    }

    [Theory, MemberData(nameof(Rules))]
    public async Task What_was_not_answered_is_unknown(string id, int version, int suite, int other, int good)
    {
        Assert.True(suite > 0 && other > 0);
        SslHostProfile profile = Profile((other, [good]));
        string name = TlsVersion.NameOf(version);
        foreach (SslProfileProtocol unclear in (SslProfileProtocol[])
            [new() { Version = name, Reason = "it is silent" },
            new() { Version = name, Status = SslProfileStatus.Accepted, Ciphers = [Cipher(0xC02F)], CiphersReason = "it became silent" },
            new() { Version = name, Status = SslProfileStatus.Accepted }])
        {
            if (id == "Drown" && unclear.Status == SslProfileStatus.Accepted)
                continue;
            WeaknessFinding finding = await RunAsync(id, profile with
            {
                Protocols = [.. profile.Protocols.Select(p => p.Version == name ? unclear : p)],
            });
            Assert.Equal(WeaknessStatus.Unknown, finding.Status);
            Assert.NotEqual("", finding.Received);
        }
        Assert.Equal(WeaknessStatus.Unknown, (await RunAsync(id, new())).Status);
    }

    [Theory]
    [InlineData(512, "", "Vulnerable", "NotVulnerable")]
    [InlineData(1024, "Apache", "Vulnerable", "Vulnerable")]
    [InlineData(1024, "", "Vulnerable", "NotVulnerable")]
    [InlineData(1536, "RFC 3526", "NotVulnerable", "Vulnerable")]
    [InlineData(2048, "RFC 7919", "NotVulnerable", "NotVulnerable")]
    public async Task Primes_are_judged_by_size_and_fame(int bits, string known, string logjam, string common)
    {
        SslHostProfile profile = Profile((Tls12, [0x0033])) with { DiffieHellman = [new() { Bits = bits, KnownAs = known }] };
        Assert.Equal(logjam, (await RunAsync("Logjam", profile)).Status.ToString());
        Assert.Equal(common, (await RunAsync("CommonPrime", profile)).Status.ToString());
    }

    [Fact]
    public async Task Primes_that_were_not_seen_are_unknown()
    {
        SslHostProfile profile = Profile((Tls12, [0x0033]));
        Assert.Equal(WeaknessStatus.Unknown, (await RunAsync("Logjam", profile)).Status);
        Assert.Equal(WeaknessStatus.Unknown, (await RunAsync("CommonPrime", profile)).Status);
        Assert.Equal(WeaknessStatus.NotVulnerable, (await RunAsync("CommonPrime", Profile((Tls12, [0xC02F])))).Status);
    }

    [Theory]
    [InlineData("Crime")]
    [InlineData("NoFallbackScsv")]
    [InlineData("NoExtendedMasterSecret")]
    [InlineData("EarlyData")]
    [InlineData("DhReuse")]
    [InlineData("EcdhReuse")]
    [InlineData("Raccoon")]
    [InlineData("Intolerance")]
    public async Task A_fact_of_the_profile_needs_no_connection(string id)
    {
        SslProfileFact yes = SslProfileFact.Yes("seen"), no = SslProfileFact.No("seen");
        SslHostProfile bad = Profile((Tls12, [0xC02F])) with
        {
            Compression = yes, FallbackScsv = no, ExtendedMasterSecret = no, EarlyData = yes,
            Renegotiation = new() { ClientInitiated = yes }, KeyReuse = new() { FiniteField = yes, Elliptic = yes },
            Tolerance = new() { Grease = no },
        };
        SslHostProfile good = bad with
        {
            Compression = no, FallbackScsv = yes, ExtendedMasterSecret = yes, EarlyData = no,
            Renegotiation = new() { Secure = yes, ClientInitiated = no }, KeyReuse = new() { FiniteField = no, Elliptic = no },
            Tolerance = new() { Grease = yes, LongHello = yes, UnknownVersion = yes, UnknownExtension = yes },
            Protocols = [.. bad.Protocols.Select(p => p.Version == "TLS 1.3" ? p with { Status = SslProfileStatus.Accepted } : p)],
        };
        SslHostProfile flawed = id == "EarlyData" ? good with { EarlyData = yes } : bad;
        Assert.Equal(WeaknessStatus.Vulnerable, (await RunAsync(id, flawed)).Status);
        Assert.Equal(WeaknessStatus.NotVulnerable, (await RunAsync(id, good)).Status);
        Assert.Equal(WeaknessStatus.NotVulnerable, (await RunAsync("InsecureRenegotiation", good)).Status);
    }

    [Fact]
    public async Task A_host_of_TLS_1_3_only_has_nothing_that_could_be_weak()
    {
        SslHostProfile profile = Profile((TlsVersion.Tls13, [0x1301]));
        foreach (string id in (string[])["Heartbleed", "CcsInjection", "Ticketbleed", "Robot", "PoodleTls", "ZombiePoodle", "InvalidCurve"])
            Assert.Equal((id, WeaknessStatus.NotApplicable), (id, (await RunAsync(id, profile)).Status));
    }

    [Fact]
    public void Each_weakness_of_the_table_has_a_probe_and_a_name_of_its_own()
    {
        string[] ids = [.. WeaknessCatalog.Probes().Select(p => p.Weakness.Id)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(
            typeof(WeaknessTable).GetFields().Select(f => ((Weakness)f.GetValue(null)!).Id).Order(StringComparer.Ordinal),
            ids.Order(StringComparer.Ordinal));
    }

    /// <summary>A host that cannot be reached: what is told comes from the profile.</summary>
    private static Task<WeaknessFinding> RunAsync(string id, SslHostProfile profile) =>
        WeaknessCatalog.Probes().Single(p => p.Weakness.Id == id)
            .RunAsync(new(new Interview(new LoopbackHost(1, TimeSpan.FromSeconds(1)), new AnswerLog()), profile), default);

    private static SslHostProfile Profile(params (int Version, int[] Suites)[] accepted) => new()
    {
        Protocols = [.. TlsVersion.All.Select(version => accepted.FirstOrDefault(a => a.Version == version) is { Suites: { } suites }
            ? new SslProfileProtocol
            {
                Version = TlsVersion.NameOf(version),
                Status = SslProfileStatus.Accepted,
                Ciphers = [.. suites.Select(Cipher)],
            }
            : new SslProfileProtocol { Version = TlsVersion.NameOf(version), Status = SslProfileStatus.Refused, Reason = "alert" })],
    };

    private static SslProfileCipher Cipher(int code)
    {
        TlsSuite suite = TlsSuite.Find(code)!;
        return new() { Code = code, Name = suite.Name, KeyExchange = suite.KeyExchange, Weak = [.. suite.Weaknesses] };
    }
}
