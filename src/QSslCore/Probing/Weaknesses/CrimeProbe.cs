using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Offers compression.</summary>
internal sealed class CrimeProbe() : WeaknessProbe(WeaknessTable.Crime)
{
    private const string Sent = "a hello with the compression DEFLATE";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile) ?? OfFact(profile.Compression, SslProfileStatus.Yes, "compression");

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, context.Offer(_ => true) with { Compression = [1, 0] });
        await session.StartAsync(cancellation).ConfigureAwait(false);
        return session.Hello.Compression switch
        {
            0 => NotVulnerable(Sent, "a hello without compression"),
            1 => Vulnerable(Sent, "a hello with DEFLATE"),
            int other => Unknown($"the server chose the compression {other}, which was not offered", Sent),
        };
    }
}
