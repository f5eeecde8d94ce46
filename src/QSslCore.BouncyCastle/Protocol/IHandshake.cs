using Org.BouncyCastle.Tls;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>A protocol of the library that stops when the peer is known, before this side sends anything that depends on it.</summary>
internal interface IHandshake
{
    /// <summary>The protocol object of the library.</summary>
    TlsProtocol Protocol { get; }

    TlsContext Context { get; }

    /// <summary>Whether the message that ends the peer's flight has arrived and is held.</summary>
    bool IsHolding { get; }

    /// <summary>Whether the peer has sent a close_notify alert.</summary>
    bool PeerHasClosed { get; }

    void Begin();

    /// <summary>Continues with the held message.</summary>
    void GoOn();

    /// <summary>Ends the connection with an alert.</summary>
    void Refuse(short alert);

    /// <summary>Writes a close_notify alert. Data that the peer still sends can be read.</summary>
    void SayFarewell();
}
