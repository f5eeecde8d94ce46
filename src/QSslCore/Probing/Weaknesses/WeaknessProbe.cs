using System.Net.Sockets;
using System.Security.Cryptography;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// Finds out about one weakness. A peer that does not answer, or says what cannot be understood, is unknown and never "not vulnerable";
/// nothing that a peer sends throws.
/// </summary>
internal abstract class WeaknessProbe(Weakness weakness)
{
    /// <summary>The weakness.</summary>
    public Weakness Weakness => weakness;

    /// <summary>Asks the host.</summary>
    public async Task<WeaknessFinding> RunAsync(ProbeContext context, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync(context, cancellation).ConfigureAwait(false);
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

    /// <inheritdoc cref="RunAsync"/>
    /// <exception cref="SessionException">It cannot be found out; the message is the reason.</exception>
    protected abstract Task<WeaknessFinding> AskAsync(ProbeContext context, CancellationToken cancellation);

    protected WeaknessFinding Vulnerable(string sent, string received, WeaknessCertainty certainty = WeaknessCertainty.Proved) =>
        new(weakness, WeaknessStatus.Vulnerable, certainty, sent, received);

    protected WeaknessFinding NotVulnerable(string sent, string received, WeaknessCertainty certainty = WeaknessCertainty.Proved) =>
        new(weakness, WeaknessStatus.NotVulnerable, certainty, sent, received);

    protected WeaknessFinding Unknown(string reason, string sent = "") =>
        new(weakness, WeaknessStatus.Unknown, WeaknessCertainty.Likely, sent, VisibleText.Of(reason));

    /// <summary>What it means that a probe was answered by the end of the connection or by an alert instead of the flaw.</summary>
    protected WeaknessFinding Refused(string sent, SessionEvent answer) => answer switch
    {
        { Kind: SessionEventKind.Alert } => NotVulnerable(sent, answer.ToString()),
        { Kind: SessionEventKind.End, End: LineEnd.Closed or LineEnd.Reset } => NotVulnerable(
            sent, answer.ToString(), WeaknessCertainty.Likely),
        _ => Unknown(answer.ToString(), sent),
    };
}
