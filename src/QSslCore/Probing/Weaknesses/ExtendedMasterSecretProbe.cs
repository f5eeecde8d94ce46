using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Offers the extended master secret.</summary>
internal sealed class ExtendedMasterSecretProbe() : WeaknessProbe(WeaknessTable.NoExtendedMasterSecret)
{
    private const int ExtendedMasterSecret = 23;
    private const string Sent = "a hello with the extension extended_master_secret";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile)
        ?? OfFact(profile.ExtendedMasterSecret, SslProfileStatus.No, "extended_master_secret");

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, context.Offer(_ => true) with { MoreExtensions = [(ExtendedMasterSecret, [])] });
        await session.StartAsync(cancellation).ConfigureAwait(false);
        return session.Hello.Has(ExtendedMasterSecret)
            ? NotVulnerable(Sent, "its echo")
            : Vulnerable(Sent, "a hello without it");
    }
}
