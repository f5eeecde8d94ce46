using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>Which versions a host agrees to: one hello each, side by side.</summary>
internal sealed class VersionSurvey : Survey
{
    private const int ShortList = 40;

    public override SslProfileSections Sections => SslProfileSections.All;

    public override SurveyStage Stage => SurveyStage.Versions;

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        context.Update(profile => profile with
        {
            Protocols = [.. TlsVersion.All.Select(version => new SslProfileProtocol
            {
                Version = TlsVersion.NameOf(version),
                Reason = "it was not asked",
            })],
        });
        Task<ServerAnswer> trial = AskAsync(context, TlsVersion.Tls12, null, cancellation);
        ServerAnswer[] answers = await Task.WhenAll(TlsVersion.All.Select(version => version == TlsVersion.Tls12
            ? trial
            : AskAsync(context, version, trial, cancellation))).ConfigureAwait(false);
        Write(context, answers);
        // An end that does not say why means something only beside another answer, which is known now.
        answers = await context.Interview.ConfirmAsync(
            [.. TlsVersion.All.Zip(answers, (version, answer) => (Again(version), answer))], context.Control, cancellation)
            .ConfigureAwait(false);
        Write(context, answers);
        if (answers.All(answer => !answer.IsAccepted && !answer.IsRefused))
        {
            string reason = answers.FirstOrDefault(a => a.Kind == AnswerKind.Unreachable)?.Reason ?? answers[^1].Reason;
            context.Update(profile => profile with { Failure = VisibleText.Of($"The host did not answer any hello: {reason}.") });
        }

        Func<Task<ServerAnswer>> Again(int version) => () => AskOnceAsync(context, version, cancellation);
    }

    /// <summary>Asks for a version.</summary>
    /// <param name="context">The host.</param>
    /// <param name="version">The version.</param>
    /// <param name="trial">Tries a short hello for all versions of a host that answers none; null to be that trial.</param>
    /// <param name="cancellation">Gives up.</param>
    private static async Task<ServerAnswer> AskAsync(
        SurveyContext context, int version, Task<ServerAnswer>? trial, CancellationToken cancellation)
    {
        ServerAnswer answer = await AskOnceAsync(context, version, cancellation).ConfigureAwait(false);
        if (version == TlsVersion.Ssl2)
            return answer;
        ClientHello hello = context.Hello(version);
        bool asksParts = !answer.IsAccepted && answer.Kind != AnswerKind.Unreachable && !IsOfAnyHello(answer)
            && hello.Suites.Count > ShortList;
        if (asksParts && trial is not null && !context.Interview.WasAnswered)
        {
            // A host that says nothing at all is not asked with short hellos of each version, a wait each.
            await trial.ConfigureAwait(false);
            asksParts = context.Interview.WasAnswered;
        }
        if (asksParts)
            (hello, answer) = await AskPartsAsync(context, hello, answer, cancellation).ConfigureAwait(false);
        if (answer.IsAccepted)
            context.KeepAgreed(version, hello, answer);
        return answer;
    }

    /// <summary>A shorter hello would be answered alike: with an older version, with the alert about versions, or with one that is not
    /// about the hello, as OpenSSL's where its security level forbids the version.</summary>
    private static bool IsOfAnyHello(ServerAnswer answer) => answer.Kind == AnswerKind.Older
        || (answer.Kind == AnswerKind.Alert && (answer.Alert == AlertNames.ProtocolVersion || answer.IsVague));

    /// <summary>There are servers that choke on long hellos. The suites are offered part by part, the strongest first. Where the whole was
    /// not refused with a word, the version is refused only if it is with each part.</summary>
    private static async Task<(ClientHello Hello, ServerAnswer Answer)> AskPartsAsync(
        SurveyContext context, ClientHello hello, ServerAnswer whole, CancellationToken cancellation)
    {
        ServerAnswer last = whole;
        foreach (int[] part in hello.Suites.Chunk(ShortList))
        {
            ClientHello shorter = hello with { Suites = part };
            last = await context.Interview.AskAsync(shorter, cancellation).ConfigureAwait(false);
            if (last.IsAccepted)
                return (shorter, last);
            if (whole.IsRefused || !last.IsRefused)
                break;
        }
        return (hello, whole.IsRefused ? whole : last);
    }

    private static Task<ServerAnswer> AskOnceAsync(SurveyContext context, int version, CancellationToken cancellation) =>
        version == TlsVersion.Ssl2
            ? context.Interview.AskSsl2Async([.. TlsSuite.Of(version).Select(suite => suite.Code)], cancellation)
            : context.Interview.AskAsync(context.Hello(version), cancellation);

    private static void Write(SurveyContext context, ServerAnswer[] answers)
    {
        for (int i = 0; i < answers.Length; i++)
            Write(context, TlsVersion.All[i], answers[i]);
    }

    private static void Write(SurveyContext context, int version, ServerAnswer answer)
    {
        string name = TlsVersion.NameOf(version);
        bool hasSuites = answer.Ssl2 is not { Suites.Count: 0 };
        (string status, string reason) = answer switch
        {
            { IsAccepted: true } when !hasSuites => (SslProfileStatus.Accepted, "it answers, and agrees to no suite"),
            { IsAccepted: true } => (SslProfileStatus.Accepted, ""),
            { IsRefused: true } => (SslProfileStatus.Refused, answer.Reason),
            _ => (SslProfileStatus.Unknown, answer.Reason),
        };
        context.Update(profile => profile with
        {
            Protocols = [.. profile.Protocols.Select(p => p.Version == name
                ? p with { Status = status, Reason = VisibleText.Of(reason) }
                : p)],
        });
    }
}
