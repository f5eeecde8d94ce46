namespace QSslCore.Tls;

/// <summary>An earlier session to be resumed.</summary>
/// <param name="Ticket">As <see cref="TlsSession.Ticket"/> gave it.</param>
/// <param name="Peer">Its peer, verified anew (<see cref="TlsBackend.InspectSession"/>) and found acceptable by the code that asks
/// for it.</param>
internal sealed record TlsResumption(byte[] Ticket, TlsPeer Peer);
