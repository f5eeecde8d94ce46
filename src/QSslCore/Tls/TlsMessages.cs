namespace QSslCore.Tls;

/// <summary>The names and phases of handshake messages (RFC 8446, sections 4 and B.3; RFC 5246, section 7.4).</summary>
internal static class TlsMessages
{
    public const int ChangeCipherSpec = 20;
    public const int Alert = 21;
    public const int Handshake = 22;

    /// <summary>Returns the name and the phase of a message.</summary>
    /// <param name="contentType">The type of the record that contains it.</param>
    /// <param name="message">The message with its header.</param>
    /// <param name="isEstablished">Whether the handshake is complete.</param>
    public static (string Name, TlsHandshakePhase Phase) Describe(int contentType, ReadOnlySpan<byte> message, bool isEstablished)
    {
        TlsHandshakePhase late = isEstablished ? TlsHandshakePhase.PostHandshake : TlsHandshakePhase.Authentication;
        return (contentType, message.IsEmpty ? -1 : message[0]) switch
        {
            (ChangeCipherSpec, _) => ("ChangeCipherSpec", late),
            (Alert, _) => ("Alert", late),
            (_, 0) => ("HelloRequest", TlsHandshakePhase.PostHandshake),
            (_, 1) => ("ClientHello", TlsHandshakePhase.KeyExchange),
            (_, 2) => ("ServerHello", TlsHandshakePhase.KeyExchange),
            (_, 4) => ("NewSessionTicket", late),
            (_, 5) => ("EndOfEarlyData", TlsHandshakePhase.Authentication),
            (_, 8) => ("EncryptedExtensions", TlsHandshakePhase.ServerParameters),
            (_, 11) => ("Certificate", TlsHandshakePhase.Authentication),
            (_, 12) => ("ServerKeyExchange", TlsHandshakePhase.ServerParameters),
            (_, 13) => ("CertificateRequest", TlsHandshakePhase.ServerParameters),
            (_, 14) => ("ServerHelloDone", TlsHandshakePhase.ServerParameters),
            (_, 15) => ("CertificateVerify", TlsHandshakePhase.Authentication),
            (_, 16) => ("ClientKeyExchange", TlsHandshakePhase.Authentication),
            (_, 20) => ("Finished", TlsHandshakePhase.Authentication),
            (_, 22) => ("CertificateStatus", TlsHandshakePhase.Authentication),
            (_, 24) => ("KeyUpdate", TlsHandshakePhase.PostHandshake),
            (_, 25) => ("CompressedCertificate", TlsHandshakePhase.Authentication),
            (_, int type) => ($"Message{type}", late),
        };
    }
}
