using Org.BouncyCastle.Tls;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>The message of a handshake that waits for the verdict on the peer.</summary>
internal sealed class HeldMessage
{
    private HandshakeMessageInput? _message;
    private short _type;

    public bool IsThere => _message is not null;

    /// <summary>Whether the message arrived and was released.</summary>
    public bool IsOver { get; private set; }

    /// <exception cref="TlsFatalAlert">A message is already held, and no other may follow it.</exception>
    public void Hold(short type, HandshakeMessageInput message)
    {
        if (IsThere)
            throw new TlsFatalAlert(AlertDescription.unexpected_message);
        (_type, _message) = (type, message);
    }

    public (short Type, HandshakeMessageInput Message) Release()
    {
        HandshakeMessageInput message = _message!;
        (_message, IsOver) = (null, true);
        return (_type, message);
    }
}
