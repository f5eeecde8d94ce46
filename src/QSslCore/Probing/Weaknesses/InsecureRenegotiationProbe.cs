using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// A server that does not echo renegotiation_info cannot bind a renegotiation to its session. Where it also accepts one that is not bound,
/// the behaviour itself was seen.
/// </summary>
internal sealed class InsecureRenegotiationProbe() : WeaknessProbe(WeaknessTable.InsecureRenegotiation)
{
    private const string Sent = "a hello with the extension renegotiation_info";

    // The openssl program sleeps when a client begins again.
    public override bool HoldsUp => true;

    protected override WeaknessFinding? Judge(SslHostProfile profile) => OfClassicTls(profile)
        ?? (profile.Renegotiation.Secure.IsYes() ? NotVulnerable(Sent, "its echo") : null);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        ServerHello hello = await GreetAsync(context, cancellation).ConfigureAwait(false);
        if (hello.Find(TlsExtensionType.RenegotiationInfo) is { } info)
            return info is [0] ? NotVulnerable(Sent, "its echo") : Unknown("the echo has a value, in a first handshake", Sent);
        SessionEvent answer = await Renegotiation.TryAsync(context, isBound: false, cancellation).ConfigureAwait(false);
        return answer.Message == Renegotiation.ServerHello
            ? Vulnerable($"{Sent}, and a renegotiation without it", "no echo, and a new hello")
            : Vulnerable($"{Sent}, and a renegotiation without it", $"no echo; {answer}", WeaknessCertainty.Likely);
    }

    private static async Task<ServerHello> GreetAsync(ProbeContext context, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, context.Offer(_ => true));
        await session.StartAsync(cancellation).ConfigureAwait(false);
        return session.Hello;
    }
}
