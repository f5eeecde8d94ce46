using QSslCore.Sockets;

namespace QSslCore;

/// <summary>Asks for the TLSA records of a host while it is connected to, and holds them against what it shows. Does nothing for a check
/// without a resolver.</summary>
/// <param name="check">Which host it is about, and who is asked.</param>
internal sealed class DaneLookup(HostCheck check)
{
    private static readonly TlsaAnswer s_unasked = new() { Failure = "The lookup of TLSA records did not come to an end" };

    private Task<TlsaAnswer> _lookup = Task.FromResult(s_unasked);
    private TlsaAnswer _answer = s_unasked;

    /// <summary>Sends the question.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        if (check.TlsaResolver is not { } resolver)
            return;
        HostTarget target = HostTarget.Parse(check.HostName, check.Port);
        _lookup = target.Fault is null && !HostName.TryParseLiteral(check.HostName, out _)
            ? resolver.ResolveAsync(target.WireName, check.Port, cancellationToken)
            : Task.FromResult(new TlsaAnswer { Failure = "An address has no TLSA records: give the name of the host" });
    }

    /// <summary>Waits for the answer.</summary>
    public async Task CompleteAsync() => _answer = await _lookup.ConfigureAwait(false);

    /// <summary>What the answer says about the host; null if there was no question.</summary>
    public DaneVerdict? Judge(QSslSocket socket, IReadOnlyList<QSslError> errors) => check.TlsaResolver is null
        ? null
        : DaneVerification.Judge(_answer, socket.PeerCertificateChain, socket.VerifiedCertificateChain, errors);
}
