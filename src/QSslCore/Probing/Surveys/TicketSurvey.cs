using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>Tickets and early data of TLS 1.3, by a whole handshake; tickets and session numbers of earlier versions, as they are offered
/// in the server's hello.</summary>
internal sealed class TicketSurvey : Survey
{
    public override SslProfileSections Sections => SslProfileSections.Resumption | SslProfileSections.Weaknesses;

    public override SurveyStage Stage => SurveyStage.Facts;

    public override string Subject => "The look at tickets";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        Task classic = AskClassicAsync(context, cancellation);
        if (!context.Accepts(TlsVersion.Tls13))
        {
            SslProfileFact none = context.NotApplicable("TLS 1.3 is not accepted", TlsVersion.Tls13);
            context.Update(profile => profile with { EarlyData = none, Resumption = profile.Resumption with { Psk = none } });
            await classic.ConfigureAwait(false);
            return;
        }
        ServerAnswer answer = await Tls13Handshake.RunAsync(context, hello => hello, cancellation, wantsTickets: true)
            .ConfigureAwait(false);
        await classic.ConfigureAwait(false);
        long early = answer.Tickets.Select(ticket => ticket.EarlyData).DefaultIfEmpty().Max();
        SslProfileFact psk = answer switch
        {
            { IsFinished: false } => SslProfileFact.Unknown(answer.Reason),
            { Tickets.Count: > 0 } => SslProfileFact.Yes($"{answer.Tickets.Count} tickets came"),
            _ => SslProfileFact.No("no ticket came with the handshake"),
        };
        context.Update(profile => profile with
        {
            Resumption = profile.Resumption with
            {
                Psk = psk,
                TicketLifetimeSeconds = answer.Tickets.Count > 0 ? (int)Math.Min(int.MaxValue, answer.Tickets.Max(t => t.Lifetime)) : null,
            },
            EarlyData = psk switch
            {
                _ when early > 0 => SslProfileFact.Yes($"the tickets allow {early} bytes"),
                _ when psk.IsUnknown() => psk,
                _ => SslProfileFact.No(psk.IsYes() ? "the tickets do not allow it" : psk.Reason),
            },
        });
    }

    private static async Task AskClassicAsync(SurveyContext context, CancellationToken cancellation)
    {
        int version = context.NewestClassic;
        if (version < TlsVersion.Tls10)
        {
            SslProfileFact none = context.NotApplicable("no version is accepted that has it", TlsVersion.Classic);
            context.Update(profile => profile with { Resumption = profile.Resumption with { Ticket = none, SessionId = none } });
            return;
        }
        ServerAnswer withoutTicket = await context.Interview.AskAsync(
            context.Hello(version) with { SessionTicket = null }, cancellation).ConfigureAwait(false);
        ServerAnswer withTicket = context.AgreedAnswer(version)
            ?? await context.Interview.AskAsync(context.Hello(version), cancellation).ConfigureAwait(false);
        SslProfileFact ticket = !withTicket.IsAgreed ? SslProfileFact.Unknown(withTicket.Reason)
            : withTicket.Hello!.Has(TlsExtensionType.SessionTicket) ? SslProfileFact.Yes() : SslProfileFact.No();
        SslProfileFact number = !withoutTicket.IsAgreed ? SslProfileFact.Unknown(withoutTicket.Reason)
            : withoutTicket.Hello!.SessionId.Length == 0 ? SslProfileFact.No("the host gives no session number")
            : SslProfileFact.Unknown("the host gives a session number; that it resumes sessions was not tested");
        context.Update(profile => profile with
        {
            Resumption = profile.Resumption with
            {
                Ticket = ticket,
                SessionId = profile.Resumption.SessionId.IsYes() ? profile.Resumption.SessionId : number,
            },
        });
    }
}
