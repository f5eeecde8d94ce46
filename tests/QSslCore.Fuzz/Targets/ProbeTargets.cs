using QSslCore.Probing;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Responders;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;
using QSslCore.StartTls;

namespace QSslCore.Fuzz.Targets;

/// <summary>Hosts that are surveyed, and clients of a server that shows weaknesses.</summary>
internal static class ProbeTargets
{
    private static readonly IReadOnlyList<WeaknessProbe> s_probes = WeaknessCatalog.Probes();

    private static readonly WeakServer s_weak = new()
    {
        Suites = new Dictionary<int, int[]>
        {
            [TlsVersion.Ssl2] = [0x010080],
            [TlsVersion.Ssl3] = [0x000A],
            [TlsVersion.Tls10] = [0x0033, 0x002F],
            [TlsVersion.Tls12] = [0xC013, 0x0033],
        },
        HasHeartbleed = true,
        TakesEarlyChange = true,
        Compresses = true,
    };

    /// <summary>A fault of a survey becomes a gap of the profile, with the name of its exception.</summary>
    public static void Survey(ReadOnlySpan<byte> input)
    {
        SslHostProfile start = new() { HostName = "server.test", Port = 443 };
        using SurveyContext context = new(new FuzzHost(input), start, SslProfileSections.All);
        SurveyRun.RunAsync(SurveyCatalog.Create(), context, "the time was up", default, default).GetAwaiter().GetResult();
        SslHostProfile profile = context.Profile;
        foreach (string gap in profile.Gaps)
            FuzzFaultException.ThrowIf(gap.Contains("Exception: ", StringComparison.Ordinal), gap);
        foreach (string text in (string[])[profile.Failure, .. profile.Gaps, .. profile.Alpn, profile.CertificateRequest.Reason,
            .. profile.Protocols.Select(protocol => protocol.Reason)])
        {
            FuzzFaultException.ThrowIfHidden(text);
        }
        FuzzFaultException.ThrowIf(!FuzzHost.MayMean(input) && profile.Protocols.Any(p => p.Status != SslProfileStatus.Unknown),
            "something is known of a host that said nothing");
    }

    /// <summary>The first byte says which probe, the second one which protocol comes before TLS.</summary>
    public static void Weakness(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
            return;
        WeaknessProbe probe = s_probes[input[0] % s_probes.Count];
        IReadOnlyList<StartTlsProtocol> protocols = StartTlsProtocol.All;
        int chosen = input[1] % (protocols.Count + 1);
        FuzzHost host = new(input[2..], chosen == 0 ? null : protocols[chosen - 1]);
        ProbeContext context = new(new Interview(host, new AnswerLog()), new());
        WeaknessFinding finding = probe.RunAsync(context, default).GetAwaiter().GetResult();
        FuzzFaultException.ThrowIf(finding.Status == WeaknessStatus.NotVulnerable && chosen == 0 && !FuzzHost.MayMean(input[2..]),
            $"{probe.Weakness.Id}: not vulnerable, and the host said nothing");
        FuzzFaultException.ThrowIfUnreasoned(finding.ToProfile().Evidence);
    }

    public static void WeakServer(ReadOnlySpan<byte> input) => StartTlsTargets.Talk(new WeakResponder(s_weak, [0x30, 0]), input);

    public static void Hsts(ReadOnlySpan<byte> input)
    {
        SslProfileHsts hsts = HttpSurvey.ReadHead(System.Text.Encoding.Latin1.GetString(input));
        FuzzFaultException.ThrowIfUnreasoned(hsts.Reason);
        FuzzFaultException.ThrowIf(hsts.Status == SslProfileStatus.Yes && hsts.MaxAgeSeconds is null or <= 0, "it holds for no time");
        FuzzFaultException.ThrowIf(hsts.Status == SslProfileStatus.Yes && !input.StartsWith("HTTP/"u8), "it is not of an HTTP answer");
    }
}
