using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>
/// The groups of the key exchange. TLS 1.3 names the one that it wants in a retry request when no share is sent, so a group costs one
/// question and no arithmetic; TLS 1.2 names it in its key exchange.
/// </summary>
internal sealed class GroupSurvey : Survey
{
    public override SslProfileSections Sections => SslProfileSections.Groups | SslProfileSections.Weaknesses | SslProfileSections.Clients;

    public override SurveyStage Stage => SurveyStage.Facts;

    public override string Subject => "The list of groups";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        Task fields = AskFieldsAsync(context, cancellation);
        Task<TakeAway?> modern = AskModernAsync(context, cancellation), classic = AskClassicAsync(context, cancellation);
        await Task.WhenAll(fields, modern, classic).ConfigureAwait(false);
        TakeAway? found13 = await modern.ConfigureAwait(false), found12 = await classic.ConfigureAwait(false);
        HashSet<int> of13 = [.. found13?.Found.Select(each => each.Value) ?? []];
        HashSet<int> of12 = [.. found12?.Found.Select(each => each.Value) ?? []];
        int[] all = [.. found13?.Found.Select(each => each.Value) ?? [], .. of12.Except(of13)];
        context.Update(profile => profile with
        {
            Groups = [.. all.Select(code => Describe(code, of12.Contains(code), of13.Contains(code)))],
            PostQuantum = JudgePostQuantum(context, found13),
        });
    }

    private static SslProfileGroup Describe(int code, bool isOf12, bool isOf13)
    {
        TlsGroup? group = TlsGroup.Find(code);
        string[] versions = [.. isOf12 ? ["TLS 1.2"] : Array.Empty<string>(), .. isOf13 ? ["TLS 1.3"] : Array.Empty<string>()];
        return new()
        {
            Name = TlsGroup.NameOf(code),
            Code = code,
            Kind = group?.Kind ?? "",
            Bits = group?.Bits ?? 0,
            PostQuantum = group?.IsPostQuantum == true,
            Versions = versions,
        };
    }

    private static SslProfilePostQuantum JudgePostQuantum(SurveyContext context, TakeAway? modern)
    {
        string[] names = [.. modern?.Found.Where(each => TlsGroup.Find(each.Value)?.IsPostQuantum == true)
            .Select(each => TlsGroup.NameOf(each.Value)) ?? []];
        if (names.Length > 0)
        {
            // Classical groups are offered first.
            bool isPreferred = TlsGroup.Find(modern!.Found[0].Value)?.IsPostQuantum == true
                && modern.Found.Exists(each => TlsGroup.Find(each.Value)?.IsPostQuantum == false);
            return new() { Status = isPreferred ? SslProfileStatus.Preferred : SslProfileStatus.Offered, Groups = names };
        }
        SslProfileProtocol? row = context.Profile.Protocols.FirstOrDefault(p => p.Version == TlsVersion.NameOf(TlsVersion.Tls13));
        return (row?.Status, modern) switch
        {
            (SslProfileStatus.Refused, _) => new() { Status = SslProfileStatus.NotOffered, Reason = "TLS 1.3 is not accepted" },
            (SslProfileStatus.Accepted, { Doubt: "" }) => new()
            {
                Status = SslProfileStatus.NotOffered,
                Reason = "none of the hybrids with ML-KEM or Kyber, and no pure ML-KEM, is agreed to",
            },
            (SslProfileStatus.Accepted, { } asked) => new() { Reason = asked.Doubt },
            _ => new() { Reason = "whether TLS 1.3 is accepted is not known" },
        };
    }

    private static async Task<TakeAway?> AskModernAsync(SurveyContext context, CancellationToken cancellation)
    {
        if (!context.Accepts(TlsVersion.Tls13))
            return null;
        ClientHello hello = context.AgreedHello(TlsVersion.Tls13) ?? context.Hello(TlsVersion.Tls13);
        TakeAway asking = new(
            (offer, token) => context.AskFirmlyAsync(hello with { Groups = [.. offer] }, token),
            answer => answer.Hello?.Group ?? -1);
        await asking.RunAsync(Hellos.ModernGroups, cancellation, context.AgreedAnswer(TlsVersion.Tls13)).ConfigureAwait(false);
        (string order, _) = await asking.FindOrderAsync(asFirst: null, cancellation).ConfigureAwait(false);
        context.Update(profile => profile with { GroupOrder = order });
        NoteDoubt(context, asking, TlsVersion.Tls13);
        return asking;
    }

    private static async Task<TakeAway?> AskClassicAsync(SurveyContext context, CancellationToken cancellation)
    {
        int version = context.NewestClassic;
        if (version < TlsVersion.Tls10)
            return null;
        ClientHello hello = context.Hello(version);
        hello = hello with { Suites = [.. hello.Suites.Where(suite => TlsSuite.Find(suite)?.IsElliptic == true)] };
        TakeAway asking = new(
            (offer, token) => context.AskFirmlyAsync(hello with { Groups = [.. offer] }, token),
            answer => answer.KeyExchange?.Group ?? -1);
        await asking.RunAsync(
            [.. Hellos.ClassicGroups.Where(code => TlsGroup.Find(code)?.Kind == "Elliptic")], cancellation).ConfigureAwait(false);
        NoteDoubt(context, asking, version);
        return asking;
    }

    /// <summary>Parameters of finite fields, twice: the log shows their size, and whether the public value comes again.</summary>
    private static async Task AskFieldsAsync(SurveyContext context, CancellationToken cancellation)
    {
        int version = context.NewestClassic;
        if (version == 0)
            return;
        ClientHello hello = context.Hello(version);
        hello = hello with { Suites = [.. hello.Suites.Where(suite => TlsSuite.Find(suite)?.IsFiniteField == true)] };
        if ((await context.Interview.AskAsync(hello, cancellation).ConfigureAwait(false)).IsAgreed)
            await context.Interview.AskAsync(hello, cancellation).ConfigureAwait(false);
    }

    private static void NoteDoubt(SurveyContext context, TakeAway asking, int version)
    {
        if (asking.Doubt.Length > 0)
            context.AddGap($"The groups of {TlsVersion.NameOf(version)} may not be complete: {asking.Doubt}.");
    }
}
