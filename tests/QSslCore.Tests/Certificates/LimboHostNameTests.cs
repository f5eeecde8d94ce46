using System.Text.Json;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

/// <summary>The cases of x509-limbo (see TestData) that turn on the names in the peer's certificate.</summary>
public sealed class LimboHostNameTests
{
    /// <summary>Refused for reasons that have nothing to do with whether the name matches: it does.</summary>
    private static readonly HashSet<string> s_refusedOtherwise =
    [
        "rfc5280::san::noncritical-with-empty-subject", // for the extension not being critical
        "webpki::san::san-critical-with-nonempty-subject", // for its being critical
        "rfc5280::san::underscore-dns", // for an underscore, which names in the field have
        "webpki::cn::ipv4-hex-mismatch", // the others for a common name that is no alternative name, or spelled differently
        "webpki::cn::ipv4-leading-zeros-mismatch",
        "webpki::cn::ipv6-uppercase-mismatch",
        "webpki::cn::ipv6-uncompressed-mismatch",
        "webpki::cn::ipv6-non-rfc5952-mismatch",
        "webpki::cn::utf8-vs-punycode-mismatch",
        "webpki::cn::punycode-not-in-san",
        "webpki::cn::not-in-san",
        "webpki::cn::case-mismatch",
    ];

    private static readonly string[] s_needPublicSuffixes =
        ["webpki::san::public-suffix-multi-label-wildcard-san", "webpki::san::public-suffix-private-namespace-wildcard-san"];

    private static readonly string[] s_nameSections = ["rfc5280::san", "webpki::san", "webpki::cn"];

    public static TheoryData<string> Cases => new(TestData.LimboCases()
        .Where(test => PeerName(test) is not null && (Succeeds(test) || s_nameSections.Contains(Section(test))))
        .Select(Id)
        .DefaultIfEmpty(TestData.Absent));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_name_matches_as_the_case_expects(string id)
    {
        if (id == TestData.Absent)
            Assert.Skip(TestData.AbsenceReason);
        if (s_needPublicSuffixes.Contains(id))
            Assert.Skip("there is no list of public suffixes here");

        JsonElement test = TestData.LimboCases().Single(candidate => Id(candidate) == id);
        CertificateReadResult read = CertificateReader.Read(
            System.Text.Encoding.ASCII.GetBytes(test.GetProperty("peer_certificate").GetString()!));
        Assert.Equal("", read.Failure);
        Assert.Equal(
            Succeeds(test) || s_refusedOtherwise.Contains(id),
            HostNameMatcher.Matches(read.Certificates.Single(), PeerHost.Parse(PeerName(test)!), HostNameRules.Rfc9525));
    }

    private static string Id(JsonElement test) => test.GetProperty("id").GetString()!;

    private static string Section(JsonElement test) => Id(test)[..Id(test).LastIndexOf("::", StringComparison.Ordinal)];

    private static bool Succeeds(JsonElement test) => test.GetProperty("expected_result").GetString() == "SUCCESS";

    private static string? PeerName(JsonElement test) =>
        test.GetProperty("expected_peer_name") is { ValueKind: JsonValueKind.Object } name ? name.GetProperty("value").GetString() : null;
}
