using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;
using QSslCore.Probing.Weaknesses.Keys;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>Keys that are no secret, and keys that are.</summary>
public sealed class WeakKeyTests
{
    /// <summary>The modulus of a public key that Infineon's library made, as collections of such keys have it.</summary>
    private const string Roca =
        "9132AD211FCC0DFB4DAE48326AC864C227E4B394B09BD1C4930E197028A3C907"
        + "694D2B489E4F69754AEAE338C6EAD939C57F406985CBBB8EDF9A2055CC2946BC"
        + "05D365BA67E896C6D4811152CFA2D290514F90B352EEEF27FEB72FBD8DCD5BC9"
        + "15A4F4494139CC1CA10A3244FA97E53275F57B5529B4E767379007798E112A4B"
        + "A056C7B75CEDB132CDF21F7BD3C9976D9DA38815153477A13B3EBB2046D100A8"
        + "51DC00698F530D19396F00FBEF2C4BF1659EBC4C7FD9556B5FFC93F03CA2D3DF"
        + "ACD222A5F028AB430A27EA31136C0C2F50C3C481931A635A37780F00D2727AE7"
        + "1AEE9B40F8D1AAE68535C77A56317812BEB5525D4A28364F31224ACAC52CF72D";

    private static readonly BigInteger s_p = Prime(), s_q = Prime(), s_r = Prime(), s_s = Prime();

    [Fact]
    public void A_sound_key_has_no_weakness()
    {
        for (int i = 0; i < 5; i++)
        {
            using RSA key = RSA.Create(1024);
            BigInteger modulus = BigEndian.Number(key.ExportParameters(false).Modulus);
            Assert.False(RocaFingerprint.IsIn(modulus));
            Assert.False(RsaFactors.AreClose(modulus));
            Assert.False(RsaFactors.HasSmall(modulus));
        }
    }

    /// <summary>A host chooses the exponent. With one as long as the modulus, an encryption takes up to 20 seconds.</summary>
    [Fact]
    public void A_key_with_a_long_exponent_is_not_used()
    {
        byte[] modulus = Convert.FromHexString(Roca), secret = RsaPremaster.Create(0x0303);
        SessionException refusal = Assert.Throws<SessionException>(() =>
            RsaPremaster.Encrypt(new() { Modulus = modulus, Exponent = [1, .. new byte[7], 1] }, secret, RsaPadding.Right));

        Assert.Contains("9 bytes", refusal.Message, StringComparison.Ordinal);
        RSAParameters usable = new() { Modulus = modulus, Exponent = [0, 0, 1, .. new byte[6], 1] };
        Assert.NotEmpty(RsaPremaster.Encrypt(usable, secret, RsaPadding.Right));
    }

    [Fact]
    public void The_fingerprint_of_ROCA_is_found() => Assert.True(RocaFingerprint.IsIn(BigEndian.Number(Convert.FromHexString(Roca))));

    [Fact]
    public void Close_factors_are_found()
    {
        BigInteger next = s_p + 2;
        while (!BigInteger.ModPow(2, next - 1, next).IsOne)
            next += 2;
        Assert.True(RsaFactors.AreClose(s_p * next));
        Assert.True(RsaFactors.AreClose(s_p * s_p));
    }

    [Fact]
    public void Small_factors_are_found()
    {
        Assert.True(RsaFactors.HasSmall(s_p * 65521));
        Assert.True(RsaFactors.HasSmall(s_p * 2));
        Assert.False(RsaFactors.HasSmall(s_p * 65537));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Moduli_that_share_a_factor_are_found(int more)
    {
        BigInteger[] others = [.. Enumerable.Range(0, more).Select(_ => Prime() * Prime())];
        BigInteger one = s_p * s_q, other = s_p * s_r, alone = s_s * Prime();
        IReadOnlySet<BigInteger> shared = RsaFactors.Shared([alone, one, .. others, other, one]);
        Assert.Equal([one, other], shared.Order().ToArray() is [var a, var b] && a == one ? [a, b] : shared.OrderDescending());
        Assert.Equal(2, shared.Count);
    }

    [Fact]
    public void Strange_moduli_are_no_trouble()
    {
        foreach (BigInteger modulus in (BigInteger[])[0, 1, 2, 3, 4, 9])
        {
            RocaFingerprint.IsIn(modulus);
            RsaFactors.AreClose(modulus);
            RsaFactors.HasSmall(modulus);
        }
        Assert.Empty(RsaFactors.Shared([]));
        Assert.Empty(RsaFactors.Shared([s_p * s_q]));
        Assert.Empty(RsaFactors.Shared([0, 1, s_p * s_q, s_p * s_q]));
    }

    public static TheoryData<string, string> Weak => new()
    {
        { "ROCA", "ROCA" },
        { "close", "close to each other" },
        { "small", "at most 16 bits" },
        { "published", "RFC 9500" },
        { "exponent", "the exponent is 1" },
        { "short", "a modulus of 512 bits can be factored" },
        { "prime", "the modulus is a prime" },
        { "ROCA PSS", "ROCA" },
        { "sound PSS", "" },
        { "sound", "" },
    };

    [Theory, MemberData(nameof(Weak))]
    public async Task The_key_of_a_certificate_is_judged(string kind, string reason)
    {
        BigInteger modulus = kind switch
        {
            "ROCA" or "ROCA PSS" => BigEndian.Number(Convert.FromHexString(Roca)),
            "close" => s_p * s_p,
            "small" => s_p * s_q * 3,
            "published" => Published,
            "short" or "prime" => kind == "short" ? Prime(512) * Prime(512) : Prime(2048),
            _ => s_p * s_q,
        };
        SslHostProfile profile = Profile(
            "a:1", modulus, kind == "exponent" ? 1 : 65537, isPss: kind.EndsWith("PSS", StringComparison.Ordinal));
        ProbeContext context = new(new Interview(new LoopbackHost(1, TimeSpan.FromSeconds(1)), new AnswerLog()), profile);
        WeaknessFinding finding = await new WeakKeyRule().RunAsync(context, default);
        Assert.Equal(reason.Length > 0 ? WeaknessStatus.Vulnerable : WeaknessStatus.NotVulnerable, finding.Status);
        Assert.Contains(reason, finding.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_certificate_the_host_is_asked_for_one()
    {
        using FlawedServer server = new(ServerFlaws.None);
        Assert.Equal(WeaknessStatus.NotVulnerable, (await new WeakKeyRule().RunAsync(server.Context(), default)).Status);
        Assert.Equal(1, server.Accepted);
        ProbeContext nowhere = new(new Interview(new LoopbackHost(1, TimeSpan.FromSeconds(1)), new AnswerLog()), new());
        Assert.Equal(WeaknessStatus.Unknown, (await new WeakKeyRule().RunAsync(nowhere, default)).Status);
    }

    [Fact]
    public void Hosts_that_share_a_factor_or_a_key_with_SSL2_are_found_in_a_run()
    {
        SslHostProfile one = Profile("one:443", s_p * s_q), other = Profile("other:443", s_p * s_r),
            alone = Profile("alone:443", s_s * s_s);
        SslHostProfile same = Profile("mail:25", s_s * s_s) with
        {
            Protocols = [new() { Version = "SSL 2.0", Status = SslProfileStatus.Accepted }],
        };
        IReadOnlyList<SslHostProfile> judged = FleetJudge.Judge([one, alone, other, same]);
        Assert.Equal(["WeakKey"], judged[0].Weaknesses.Select(w => w.Id));
        Assert.Equal(["WeakKey"], judged[2].Weaknesses.Select(w => w.Id));
        SslProfileWeakness drown = Assert.Single(judged[1].Weaknesses);
        Assert.Equal(("Drown", SslProfileStatus.Vulnerable), (drown.Id, drown.Status));
        Assert.Contains("mail:25", drown.Evidence, StringComparison.Ordinal);
        Assert.Empty(judged[3].Weaknesses);
        Assert.Same(same, judged[3]);
    }

    [Fact]
    public void A_finding_of_the_run_replaces_what_was_found_at_the_host()
    {
        SslProfileWeakness fine = new() { Id = "WeakKey", Status = SslProfileStatus.NotVulnerable };
        IReadOnlyList<SslHostProfile> judged = FleetJudge.Judge(
            [Profile("one:443", s_p * s_q) with { Weaknesses = [fine] }, Profile("other:443", s_p * s_r)]);
        Assert.Equal(SslProfileStatus.Vulnerable, Assert.Single(judged[0].Weaknesses).Status);
    }

    /// <summary>testRSA2048 of RFC 9500.</summary>
    private static BigInteger Published => BigEndian.Number(Convert.FromHexString(
        "B0F9E81943A7AE9892AADE17CA7C40F8744FED2F8148E6C8EAA27B7D001548FB"
        + "5192AB28B56C5060B118CCD131E594874C6CA989B56C27296F09FB93A034DF32"
        + "E97C6FF0998CFD8E6F42DDA58ACD1FA97986F144F3D154D67650175E6854B3A9"
        + "52003BC06887B8455AC2B19F7B2F76504EBC98EC945571B07892150DDC6A74CA"
        + "0FBCD35497CE81534DAF9418844B13AEA31F9D5A6B9557BBDF619EFD4E887F2D"
        + "42B8DD8BC987EAE1BF89CAB85EE21E356305DF6C07A8838E3EF41C595DCCE43D"
        + "AFC49123EF4D8ABBA93D3905E4028D7BA91484A27596E07B4B6ED992F077B524"
        + "D3DCFE7DDD5549BE7CCE8DA035CFA0B3FB8F9E46F732B2A86B460165C08F5313"));

    private static SslHostProfile Profile(string target, BigInteger modulus, int exponent = 65537, bool isPss = false) => new()
    {
        Target = target,
        Certificates = [new() { Chain = [Convert.ToBase64String(Certificate(modulus, exponent, isPss))] }],
    };

    private static byte[] Certificate(BigInteger modulus, int exponent, bool isPss)
    {
        AsnWriter numbers = new(AsnEncodingRules.DER);
        using (numbers.PushSequence())
        {
            numbers.WriteInteger(modulus);
            numbers.WriteInteger(exponent);
        }
        PublicKey key = new(
            new(isPss ? "1.2.840.113549.1.1.10" : "1.2.840.113549.1.1.1"), new(isPss ? [0x30, 0] : [5, 0]), new(numbers.Encode()));
        CertificateRequest request = new(new X500DistinguishedName("CN=weak"), key, HashAlgorithmName.SHA256);
        lock (TestPki.RootRsa)
        {
            return request.Create(
                new X500DistinguishedName("CN=issuer"), TestPki.RootRsa.Signer, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1),
                [1]).RawData;
        }
    }

    /// <param name="bits">Twice those of the prime.</param>
    private static BigInteger Prime(int bits = 1024)
    {
        using RSA key = RSA.Create(bits);
        return BigEndian.Number(key.ExportParameters(true).P);
    }
}
