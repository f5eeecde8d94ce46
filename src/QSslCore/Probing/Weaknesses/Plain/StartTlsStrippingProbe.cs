using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;
using QSslCore.StartTls;

namespace QSslCore.Probing.Weaknesses.Plain;

/// <summary>
/// Looks whether the server says, before TLS, that it takes passwords: a client whose request for TLS was taken away by an attacker would
/// send its password in the clear. Nothing is logged in.
/// </summary>
internal sealed class StartTlsStrippingProbe() : WeaknessProbe(WeaknessTable.StartTlsStripping)
{
    private const string Sent = "what the server offers before TLS";
    private const string Peer = "S: ";

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        if (context.Interview.Plain is not { } host)
            return Unknown("the plain part of the connection cannot be had");
        if (host.StartTls is not { } protocol)
            return NotApplicable("TLS begins at once");
        if (PlainCommands.Find(protocol) is not { TakesPasswords: { } takes } commands)
            return Unknown($"{protocol.Name} does not say before TLS whether passwords are taken");
        await using IProbeLine line = await host.OpenPlainAsync(host.Port, cancellation).ConfigureAwait(false);
        StartTlsDialogue dialogue = protocol.CreateDialogue(host.ServerName ?? "");
        await PlainTalk.ReachTlsAsync(line, dialogue, [], host.AnswerLimit, cancellation).ConfigureAwait(false);
        string[] lines = [.. dialogue.Transcript.Where(l => l.StartsWith(Peer, StringComparison.Ordinal)).Select(l => l[Peer.Length..])];
        if (commands.RefusesPasswords is { } refuses && lines.FirstOrDefault(refuses) is { } refusal)
            return NotVulnerable(Sent, $"'{refusal}'");
        // USER is a command of each server that does not say otherwise.
        if (commands.HidesCapabilities is { } hides && lines.FirstOrDefault(hides) is { } hidden)
            return Unknown($"the server does not say what it takes before TLS: '{hidden}'", Sent);
        return lines.FirstOrDefault(takes) is { } offer
            ? Vulnerable(Sent, $"'{offer}'", WeaknessCertainty.Likely)
            : NotVulnerable(Sent, "no way to send a password", WeaknessCertainty.Likely);
    }
}
