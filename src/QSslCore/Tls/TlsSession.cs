namespace QSslCore.Tls;

/// <summary>A session that the peer allows to be resumed.</summary>
/// <param name="Ticket">All that is needed to resume it, the peer's chain included; for <see cref="TlsResumption"/>.</param>
/// <param name="LifetimeHint">How long the peer may remember it, in seconds; -1 when it did not say.</param>
internal sealed record TlsSession(byte[] Ticket, int LifetimeHint);
