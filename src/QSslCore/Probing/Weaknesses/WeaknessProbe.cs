using System.Net.Sockets;
using System.Security.Cryptography;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Finds out about one weakness: from what is known of the host where that is enough, else by asking it. A peer that does not answer, or
/// says what cannot be understood, is unknown and never "not vulnerable"; nothing that a peer sends throws.
/// </summary>
internal abstract class WeaknessProbe(Weakness weakness)
{
    /// <summary>The weakness.</summary>
    public Weakness Weakness => weakness;

    /// <summary>Finds out.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<WeaknessFinding> RunAsync(ProbeContext context, CancellationToken cancellation)
    {
        WeaknessFinding? known = Judge(context.Profile);
        if (known is { Status: not WeaknessStatus.Unknown })
            return known;
        try
        {
            return await AskAsync(context, cancellation).ConfigureAwait(false) ?? known ?? Unknown("it was not looked at");
        }
        catch (SessionException e)
        {
            return Unknown(e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or CryptographicException or PlatformNotSupportedException)
        {
            return Unknown(e.Message);
        }
    }

    /// <summary>Writes a finding into the profile, in its place.</summary>
    public virtual SslHostProfile Write(SslHostProfile profile, WeaknessFinding finding) => profile with
    {
        Weaknesses = [.. profile.Weaknesses.Select(w => w.Id == weakness.Id ? finding.ToProfile() : w)],
    };

    /// <summary>What follows from the profile; null or unknown where it does not tell.</summary>
    protected virtual WeaknessFinding? Judge(SslHostProfile profile) => null;

    /// <summary>Asks the host; null where there is nothing to ask.</summary>
    /// <exception cref="SessionException">It cannot be found out; the message is the reason.</exception>
    protected virtual Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation) =>
        Task.FromResult<WeaknessFinding?>(null);

    protected WeaknessFinding Vulnerable(string sent, string received, WeaknessCertainty certainty = WeaknessCertainty.Proved) =>
        new(weakness, WeaknessStatus.Vulnerable, certainty, sent, received);

    protected WeaknessFinding NotVulnerable(string sent, string received, WeaknessCertainty certainty = WeaknessCertainty.Proved) =>
        new(weakness, WeaknessStatus.NotVulnerable, certainty, sent, received);

    protected WeaknessFinding NotApplicable(string reason) =>
        new(weakness, WeaknessStatus.NotApplicable, WeaknessCertainty.Likely, "", reason);

    protected WeaknessFinding Unknown(string reason, string sent = "") =>
        new(weakness, WeaknessStatus.Unknown, WeaknessCertainty.Possible, sent, VisibleText.Of(reason));

    /// <summary>A host that refuses all of TLS 1.0 to TLS 1.2 cannot have a weakness of theirs; null for other hosts.</summary>
    protected WeaknessFinding? OfClassicTls(SslHostProfile profile)
    {
        SslProfileProtocol[] classic = [.. profile.Protocols.Where(p => p.Version is "TLS 1.0" or "TLS 1.1" or "TLS 1.2")];
        return classic.Length > 0 && classic.All(p => p.Status == SslProfileStatus.Refused)
            ? NotApplicable("the host refuses TLS 1.0, TLS 1.1 and TLS 1.2")
            : null;
    }

    /// <summary>What it means that a probe was answered by the end of the connection or by an alert instead of the flaw.</summary>
    protected WeaknessFinding Refused(string sent, SessionEvent answer) => answer switch
    {
        { Kind: SessionEventKind.Alert } => NotVulnerable(sent, answer.ToString()),
        { Kind: SessionEventKind.End, End: LineEnd.Closed or LineEnd.Reset } => NotVulnerable(
            sent, answer.ToString(), WeaknessCertainty.Likely),
        _ => Unknown(answer.ToString(), sent),
    };
}
