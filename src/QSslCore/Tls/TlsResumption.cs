namespace QSslCore.Tls;

/// <summary>An earlier session to be resumed.</summary>
/// <param name="Ticket">As <see cref="TlsSession.Ticket"/> gave it.</param>
/// <param name="Peer">The session's peer, verified anew (<see cref="TlsBackend.InspectSession"/>) and found acceptable by the caller. The
/// engine gives it to <see cref="TlsEngine.Ask"/> when the session is resumed.</param>
public sealed record TlsResumption(byte[] Ticket, TlsPeer Peer);
