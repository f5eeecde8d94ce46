using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>What a host does with single parts of a hello: compression, a fallback, encrypt-then-MAC, application protocols.</summary>
internal sealed class FeatureSurvey : Survey
{
    private const int MaxProtocols = 16;

    private static readonly string[] s_protocols =
    [
        "h2", "http/1.1", "http/1.0", "spdy/3.1", "acme-tls/1", "imap", "pop3", "managesieve", "ftp", "smtp", "xmpp-client", "xmpp-server",
        "irc", "nntp", "nnsp", "sip/2", "dot", "doq", "mqtt", "postgresql", "tds/8.0", "radius/1.1", "ntske/1", "sunrpc", "webrtc",
    ];

    public override SslProfileSections Sections => SslProfileSections.Protocols | SslProfileSections.Weaknesses;

    public override SurveyStage Stage => SurveyStage.Facts;

    public override string Subject => "The look at single features";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        Task<SslProfileFact> compression = CompressionAsync(context, cancellation), fallback = FallbackAsync(context, cancellation);
        Task<SslProfileFact> order = EncryptThenMacAsync(context, cancellation);
        await Task.WhenAll(compression, fallback, order, AlpnAsync(context, cancellation)).ConfigureAwait(false);
        SslProfileFact compresses = await compression.ConfigureAwait(false), notices = await fallback.ConfigureAwait(false);
        SslProfileFact encryptsFirst = await order.ConfigureAwait(false);
        context.Update(profile => profile with
        {
            Compression = compresses,
            FallbackScsv = notices,
            EncryptThenMac = encryptsFirst,
        });
    }

    private static async Task<SslProfileFact> CompressionAsync(SurveyContext context, CancellationToken cancellation)
    {
        const byte Deflate = 1, None = 0, Lzs = 64;
        int version = context.NewestClassic;
        if (version == 0)
        {
            return context.DoubtOf(TlsVersion.Classic) is { } doubt ? SslProfileFact.Unknown(doubt)
                : context.Accepts(TlsVersion.Tls13) ? SslProfileFact.No("TLS 1.3 has none") : NoVersion();
        }
        ServerAnswer answer = await context.AskFirmlyAsync(
            context.Hello(version) with { Compression = [Deflate, Lzs, None] }, cancellation).ConfigureAwait(false);
        return answer switch
        {
            { IsAgreed: true, Hello.Compression: None } => SslProfileFact.No(),
            { IsAgreed: true } => SslProfileFact.Yes($"the host chose the method {answer.Hello!.Compression}"),
            _ => SslProfileFact.Unknown(answer.Reason),
        };
    }

    private static async Task<SslProfileFact> FallbackAsync(SurveyContext context, CancellationToken cancellation)
    {
        int[] accepted = [.. TlsVersion.All.Where(v => v >= TlsVersion.Ssl3 && context.Accepts(v))];
        if (accepted.Length == 0)
            return NoVersion();
        if (accepted.Length == 1)
            return context.NotApplicable("there is one version only, and none to fall back to", TlsVersion.All);
        int older = accepted[^2];
        ClientHello hello = context.Hello(older);
        ServerAnswer answer = await context.AskFirmlyAsync(
            hello with { Suites = [.. hello.Suites, Hellos.FallbackScsv] }, cancellation).ConfigureAwait(false);
        return answer switch
        {
            { Alert: AlertNames.InappropriateFallback } => SslProfileFact.Yes(),
            { IsAgreed: true } => SslProfileFact.No(
                $"the host agreed to {TlsVersion.NameOf(older)}, although the hello told of a fallback"),
            _ => SslProfileFact.Unknown(answer.Reason),
        };
    }

    private static async Task<SslProfileFact> EncryptThenMacAsync(SurveyContext context, CancellationToken cancellation)
    {
        if (context.NewestClassic < TlsVersion.Tls10)
            return context.NotApplicable("no version is accepted that has it", TlsVersion.Classic);
        // The suites in CBC mode may be those of an older version alone.
        foreach (int version in TlsVersion.All.Where(v => v is >= TlsVersion.Tls10 and <= TlsVersion.Tls12 && context.Accepts(v)).Reverse())
        {
            ClientHello hello = context.Hello(version);
            hello = hello with { Suites = [.. hello.Suites.Where(suite => TlsSuite.Find(suite)?.IsCbc == true)] };
            ServerAnswer answer = await context.AskFirmlyAsync(hello, cancellation).ConfigureAwait(false);
            if (answer.IsAgreed)
                return answer.Hello!.Has(TlsExtensionType.EncryptThenMac) ? SslProfileFact.Yes() : SslProfileFact.No();
            // An end without a word may be about the length of the hello.
            if (answer.Kind is not (AnswerKind.Alert or AnswerKind.Older))
                return SslProfileFact.Unknown(answer.Reason);
        }
        return context.NotApplicable("no suite in CBC mode is accepted", TlsVersion.Tls10, TlsVersion.Tls11, TlsVersion.Tls12);
    }

    private static async Task AlpnAsync(SurveyContext context, CancellationToken cancellation)
    {
        int version = context.NewestClassic;
        bool isModern = version < TlsVersion.Tls10;
        if (isModern && !context.Accepts(TlsVersion.Tls13))
            return;
        List<string> left = [.. s_protocols], found = [];
        for (int asked = 0; asked < MaxProtocols && left.Count > 0; asked++)
        {
            ServerAnswer answer = isModern
                ? await Tls13Handshake.RunAsync(context, hello => hello with { Alpn = [.. left] }, cancellation).ConfigureAwait(false)
                : await context.AskFirmlyAsync(context.Hello(version) with { Alpn = [.. left] }, cancellation).ConfigureAwait(false);
            string? chosen = !answer.IsAgreed ? null : isModern
                ? ServerHello.ReadAlpn(answer.HiddenExtensions.FirstOrDefault(each => each.Type == TlsExtensionType.Alpn).Data)
                : answer.Hello!.Alpn();
            if (chosen is null || !left.Remove(chosen))
            {
                if (chosen is not null)
                    context.AddGap("The application protocols may not be complete: the host chose one that was not offered.");
                else if (!answer.IsAgreed && !answer.IsRefused)
                    context.AddGap($"The application protocols may not be complete: {answer.Reason}.");
                break;
            }
            found.Add(chosen);
        }
        context.Update(profile => profile with { Alpn = [.. found] });
    }

    private static SslProfileFact NoVersion() => SslProfileFact.Unknown("no version is known to be accepted");
}
