namespace QSslCore.Tls;

/// <summary>An earlier session to resume.</summary>
/// <param name="Ticket">The value of <see cref="TlsSession.Ticket"/>.</param>
/// <param name="Peer">The session's peer, verified again (<see cref="TlsBackend.InspectSession"/>) and acceptable to the caller. The
/// engine passes it to <see cref="TlsEngine.Ask"/> when the session is resumed.</param>
public sealed record TlsResumption(byte[] Ticket, TlsPeer Peer);
