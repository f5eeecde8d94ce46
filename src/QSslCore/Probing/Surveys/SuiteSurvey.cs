using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>The cipher suites of each version, and whose order decides.</summary>
internal sealed class SuiteSurvey : Survey
{
    public override SslProfileSections Sections =>
        SslProfileSections.Ciphers | SslProfileSections.Weaknesses | SslProfileSections.Clients;

    public override SurveyStage Stage => SurveyStage.Facts;

    public override string Subject => "The list of suites";

    public override Task RunAsync(SurveyContext context, CancellationToken cancellation) => Task.WhenAll(TlsVersion.All
        .Where(context.Accepts)
        .Select(version => version == TlsVersion.Ssl2
            ? AskSsl2Async(context, cancellation)
            : AskAsync(context, version, cancellation)));

    private static async Task AskAsync(SurveyContext context, int version, CancellationToken cancellation)
    {
        ClientHello hello = context.Hello(version);
        int[] signals = [.. hello.Suites.Where(suite => TlsSuite.Find(suite) is null)];
        TakeAway asking = new(
            (offer, token) => context.AskFirmlyAsync(hello with { Suites = [.. offer, .. signals] }, token),
            answer => answer.Hello?.Suite ?? -1);
        string order = SslProfileStatus.Unknown, orderReason = "it was not asked";
        try
        {
            await asking.RunAsync([.. hello.Suites.Except(signals)], cancellation, context.AgreedAnswer(version)).ConfigureAwait(false);
            // Some servers keep their order, and yet choose ChaCha20 for a client that has it first.
            (order, orderReason) = await asking.FindOrderAsync(
                suite => TlsSuite.Find(suite)?.Encryption != "ChaCha20", cancellation).ConfigureAwait(false);
            Write(context, version, asking, asking.Doubt, order, orderReason);
        }
        catch (OperationCanceledException)
        {
            Write(context, version, asking, "the time was up", order, orderReason);
            throw;
        }
    }

    private static void Write(SurveyContext context, int version, TakeAway asking, string doubt, string order, string orderReason)
    {
        SslProfileCipher[] ciphers = [.. asking.Found.Select(each => ProfileCiphers.Of(each.Value, each.Answer))];
        WriteRow(context, version, row => row with
        {
            Ciphers = ciphers,
            CiphersReason = doubt.Length > 0 ? VisibleText.Of($"the list may not be complete: {doubt}") : "",
            Order = order,
            OrderReason = VisibleText.Of(orderReason),
        });
        if (doubt.Length > 0)
            context.AddGap($"The suites of {TlsVersion.NameOf(version)} may not be complete: {doubt}.");
    }

    private static async Task AskSsl2Async(SurveyContext context, CancellationToken cancellation)
    {
        int[] suites = [.. TlsSuite.Of(TlsVersion.Ssl2).Select(suite => suite.Code)];
        ServerAnswer answer = await context.Interview.AskSsl2Async(suites, cancellation).ConfigureAwait(false);
        WriteRow(context, TlsVersion.Ssl2, row => answer.Ssl2 is { } hello
            ? row with
            {
                Ciphers = [.. hello.Suites.Distinct().Select(suite => ProfileCiphers.Of(suite, null))],
                // The server names what both have, and the client chooses.
                Order = SslProfileStatus.Client,
            }
            : row with { CiphersReason = VisibleText.Of($"the list is not known: {answer.Reason}") });
    }

    private static void WriteRow(SurveyContext context, int version, Func<SslProfileProtocol, SslProfileProtocol> change) =>
        context.Update(profile => profile with
        {
            Protocols = [.. profile.Protocols.Select(row => row.Version == TlsVersion.NameOf(version) ? change(row) : row)],
        });
}
