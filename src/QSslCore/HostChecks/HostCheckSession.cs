namespace QSslCore;

/// <summary>The session that a host and this side negotiated.</summary>
public sealed class HostCheckSession
{
    internal HostCheckSession(QSslSocket socket)
    {
        Protocol = socket.SessionProtocol;
        Cipher = socket.SessionCipher;
        Group = socket.NegotiatedGroup;
        ApplicationProtocol = socket.NextNegotiatedProtocol ?? "";
        FiniteFieldBits = socket.FiniteFieldBits;
        UsesPreSharedKey = socket.UsesPreSharedKey;
        IsSessionReused = socket.IsSessionReused;
        IsComplete = socket.IsEncrypted;
    }

    /// <summary>The protocol version, or unknown.</summary>
    public SslProtocol Protocol { get; }

    /// <summary>The cipher suite, or a null cipher if it is not known.</summary>
    public QSslCipher Cipher { get; }

    /// <summary>The group of the key exchange by the name that the library uses, such as x25519, or empty if there is none.</summary>
    public string Group { get; }

    /// <summary>The application protocol (ALPN), or empty if there is none.</summary>
    public string ApplicationProtocol { get; }

    /// <summary>The size of the finite field of the key exchange in bits, or 0 if there was none or the size is unknown.</summary>
    public int FiniteFieldBits { get; }

    /// <summary>True if a pre-shared key, and not a certificate, authenticates the connection.</summary>
    public bool UsesPreSharedKey { get; }

    /// <summary>True if the session was resumed.</summary>
    public bool IsSessionReused { get; }

    /// <summary>True if the handshake was completed. Otherwise the host was not accepted, and the facts about the key exchange are not
    /// final.</summary>
    public bool IsComplete { get; }
}
