namespace QSslCore.Tls;

/// <summary>A session that the peer allows to be resumed.</summary>
/// <param name="Ticket">Everything that is needed to resume it, including the peer's chain, in the backend's own format; for
/// <see cref="TlsResumption"/>. It contains a secret.</param>
/// <param name="LifetimeHint">How long the peer may remember the session, in seconds; -1 if the peer did not say.</param>
public sealed record TlsSession(byte[] Ticket, int LifetimeHint);
