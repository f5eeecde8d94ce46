using QSslCore;

namespace QSslModule;

/// <summary>A TLS session that can be resumed. It is an immutable value, and as secret as a key: a person who can change it can impersonate
/// the server.</summary>
public sealed class SslSession
{
    private readonly byte[] _ticket;

    internal SslSession(byte[] ticket, string peerName)
    {
        _ticket = ticket;
        PeerName = peerName;
    }

    /// <summary>The name that the server was verified with when the session was exported; empty if it is not known.</summary>
    public string PeerName { get; }

    /// <summary>The session in the form of <see cref="QSslConfiguration.SessionTicket"/>.</summary>
    public byte[] Ticket => [.. _ticket];

    /// <summary>Returns the length of the session, and nothing secret.</summary>
    public override string ToString() => $"TLS session ({_ticket.Length} bytes)";
}
