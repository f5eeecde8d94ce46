using QSslCore;

namespace QSslModule;

/// <summary>A TLS session that can be resumed; a value. It holds the session's secret: keep it as you would a key.</summary>
public sealed class SslSession
{
    private readonly byte[] _ticket;

    internal SslSession(byte[] ticket) => _ticket = ticket;

    /// <summary>The session as <see cref="QSslConfiguration.SessionTicket"/> takes it.</summary>
    public byte[] Ticket => [.. _ticket];

    /// <summary>Its length, and nothing of its secret.</summary>
    public override string ToString() => $"TLS session ({_ticket.Length} bytes)";
}
