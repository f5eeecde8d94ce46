using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>What a host shows to clients that do not name it (SNI). The certificates are told from the log.</summary>
internal sealed class NamelessSurvey : Survey
{
    public override SslProfileSections Sections => SslProfileSections.Certificates | SslProfileSections.Clients;

    public override SurveyStage Stage => SurveyStage.Facts;

    public override string Subject => "The certificate without a name";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        SslProfileFact fact = context.Interview.ServerName is null
            ? SslProfileFact.NotApplicable("the host is known by its address, and no name was sent")
            : await AskAsync(context, cancellation).ConfigureAwait(false);
        context.Update(profile => profile with { SniRequired = fact });
    }

    private static async Task<SslProfileFact> AskAsync(SurveyContext context, CancellationToken cancellation)
    {
        int version = context.NewestClassic;
        if (version == TlsVersion.Ssl3)
            return SslProfileFact.No("SSL 3.0 has no names, and is accepted");
        ServerAnswer? answer = null;
        if (version > 0)
        {
            ClientHello hello = context.Hello(version) with { ServerName = null };
            answer = await context.AskFirmlyAsync(hello, cancellation).ConfigureAwait(false);
            foreach (string kind in answer.IsAgreed ? new[] { "RSA", "ECDSA" } : [])
            {
                await context.Interview.AskAsync(hello with
                {
                    Suites = [.. hello.Suites.Where(suite => TlsSuite.Find(suite) is { } s && s.Authentication == kind)],
                }, cancellation).ConfigureAwait(false);
            }
        }
        if (context.Accepts(TlsVersion.Tls13))
        {
            ServerAnswer modern = await Tls13Handshake.RunAsync(context, hello => hello with { ServerName = null }, cancellation)
                .ConfigureAwait(false);
            // A retry for a group that cannot be done is an agreement all the same, and is asked for without a share.
            ClientHello nameless = context.Hello(TlsVersion.Tls13) with { ServerName = null };
            answer ??= modern.IsAgreed || modern.IsRefused
                ? modern
                : await context.AskFirmlyAsync(nameless, cancellation).ConfigureAwait(false);
        }
        return answer switch
        {
            null => SslProfileFact.Unknown("no version is accepted that has names"),
            { IsAccepted: true } => SslProfileFact.No(),
            { IsRefused: true } => SslProfileFact.Yes($"without a name, the answer is: {answer.Reason}"),
            _ => SslProfileFact.Unknown(answer.Reason),
        };
    }
}
