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
    private static readonly string[] s_classic = ["TLS 1.0", "TLS 1.1", "TLS 1.2"];

    /// <summary>The weakness.</summary>
    public Weakness Weakness => weakness;

    /// <summary>A host that serves one client at a time may be held up by it, and so it comes behind the others.</summary>
    public virtual bool HoldsUp => false;

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
        SslProfileProtocol[] classic = [.. profile.Protocols.Where(p => s_classic.Contains(p.Version))];
        return classic.Length > 0 && classic.All(p => p.Status == SslProfileStatus.Refused)
            ? NotApplicable("the host refuses TLS 1.0, TLS 1.1 and TLS 1.2")
            : null;
    }

    /// <summary>What it means that a host refuses all suites of a kind that the probes speak: it may accept others of the kind.</summary>
    protected WeaknessFinding Refused(ProbeContext context, Func<SslProfileCipher, bool> isOfKind, string sent, string reason)
    {
        (IReadOnlyList<string> others, IReadOnlyList<string> gaps) = SuiteRule.Look(context.Profile, s_classic, isOfKind);
        return others.Count > 0 ? Unknown($"the host accepts {others[0]}, and nothing of that kind which the probe speaks", sent)
            : gaps.Count > 0 ? Unknown($"{reason}; {string.Join("; ", gaps)}", sent)
            : NotVulnerable(sent, reason, WeaknessCertainty.Likely);
    }

    /// <summary>
    /// What it means that a probe was answered otherwise than a flawed host answers. An alert is a refusal. An end without a word is one
    /// only before the handshake is finished, and where the host finishes another one right after it: else the host may be busy, or a
    /// device on the way may have cut the answer off.
    /// </summary>
    /// <param name="context">The host.</param>
    /// <param name="sent">What was sent.</param>
    /// <param name="answer">What came.</param>
    /// <param name="isWithin">The handshake was finished before.</param>
    /// <param name="cancellation">Gives up.</param>
    protected Task<WeaknessFinding> RefusedAsync(
        ProbeContext context, string sent, SessionEvent answer, bool isWithin, CancellationToken cancellation) =>
        RefusedAsync(context, sent, answer.ToString(), _ => true, isWithin, cancellation);

    /// <inheritdoc cref="RefusedAsync(ProbeContext, string, SessionEvent, bool, CancellationToken)"/>
    protected async Task<WeaknessFinding> RefusedAsync(ProbeContext context, string sent, string reaction,
        Func<SessionSuite, bool> suites, bool isWithin, CancellationToken cancellation)
    {
        if (Reaction.HasAlert(reaction))
            return NotVulnerable(sent, reaction);
        if (!Reaction.IsClose(reaction) || isWithin)
            return Unknown(reaction, sent);
        return await context.FinishesAsync(suites, cancellation).ConfigureAwait(false)
            ? NotVulnerable(sent, $"{reaction}, and another handshake is finished", WeaknessCertainty.Likely)
            : Unknown($"{reaction}, and another handshake is not finished either", sent);
    }
}
