namespace QSslCore.Tls;

/// <summary>A session that the peer allows to be resumed.</summary>
/// <param name="Ticket">All that is needed to resume it, the peer's chain included, in a form of the backend's own; for
/// <see cref="TlsResumption"/>. It holds a secret.</param>
/// <param name="LifetimeHint">How long the peer may remember the session, in seconds; -1 when it did not say.</param>
public sealed record TlsSession(byte[] Ticket, int LifetimeHint);
