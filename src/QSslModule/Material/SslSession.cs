using QSslCore;

namespace QSslModule;

/// <summary>A TLS session that can be resumed; a value. It is as secret as a key, and who can change it can pose as the server.</summary>
public sealed class SslSession
{
    private readonly byte[] _ticket;

    internal SslSession(byte[] ticket, string peerName)
    {
        _ticket = ticket;
        PeerName = peerName;
    }

    /// <summary>The name that the server was verified by when the session was exported; empty when that is not known.</summary>
    public string PeerName { get; }

    /// <summary>The session as <see cref="QSslConfiguration.SessionTicket"/> takes it.</summary>
    public byte[] Ticket => [.. _ticket];

    /// <summary>Its length, and nothing of its secret.</summary>
    public override string ToString() => $"TLS session ({_ticket.Length} bytes)";
}
