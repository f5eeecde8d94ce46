using Org.BouncyCastle.Tls;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>A library's protocol that stops where the peer is known and nothing that this side says depends on it yet.</summary>
internal interface IHandshake
{
    /// <summary>The library's own.</summary>
    TlsProtocol Protocol { get; }

    TlsContext Context { get; }

    /// <summary>The message with which the peer ends its flight came, and waits.</summary>
    bool IsHolding { get; }

    /// <summary>The peer has said farewell.</summary>
    bool PeerHasClosed { get; }

    void Begin();

    /// <summary>Goes on with the message that waits.</summary>
    void GoOn();

    /// <summary>Ends the connection with an alert.</summary>
    void Refuse(short alert);

    /// <summary>Writes a close_notify; what the peer still sends can be read.</summary>
    void SayFarewell();
}
