using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// The messages of the handshake, reported as they are sent and received.
internal sealed unsafe partial class OpenSslEngine
{
    /// <summary>The type of a Certificate message, and the length of its header: the type and a length of three bytes.</summary>
    private const byte CertificateMessage = 11;
    private const int MessageHead = 4;

    /// <summary>
    /// Whether to inspect the client's Certificate message, for a server that requires a client certificate. If a client presents none, the
    /// library does not call back and would continue. Therefore this code inspects the message before the library does.
    /// </summary>
    private bool LooksForCertificate => IsServer && !_exchangeDone && _configuration.PeerVerifyMode == PeerVerifyMode.VerifyPeer
        && !_configuration.MissingCertificateIsFatal;

    private void TellMessages()
    {
        if (_questions is not null && (_configuration.RecordsHandshakeMessages || LooksForCertificate))
            Ssl.SSL_set_msg_callback(_ssl, &MessageCallback);
    }

    /// <summary>After the handshake, the library would call back for each record.</summary>
    private void StopLooking()
    {
        if (LooksForCertificate && !_configuration.RecordsHandshakeMessages)
            Ssl.SSL_set_msg_callback(_ssl, null);
    }

    private void ExamineMessage(bool isWritten, int contentType, ReadOnlySpan<byte> message)
    {
        if (_configuration.RecordsHandshakeMessages)
            _questions!.TellMessage(isWritten, contentType, message);
        // If the message contains no certificates, only lengths follow the header, and all of them are 0.
        if (isWritten || contentType != TlsMessages.Handshake || !LooksForCertificate || message is not [CertificateMessage, _, _, _, ..]
            || message[MessageHead..].ContainsAnyExcept((byte)0) || _questions!.RefusalOf(TlsPeer.None) is not { } refusal)
            return;
        _rejection = refusal;
        Ssl.SSL_set_verify(_ssl, Ssl.SSL_VERIFY_PEER | Ssl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT, 0);
    }

    [UnmanagedCallersOnly]
    private static void MessageCallback(int isWritten, int version, int contentType, byte* buffer, nuint length, nint ssl, nint unused)
    {
        // All other types are headers of records.
        if (contentType is not (TlsMessages.Handshake or TlsMessages.Alert or TlsMessages.ChangeCipherSpec)
            || FromSsl(ssl) is not { } engine)
            return;
        try
        {
            engine.ExamineMessage(isWritten == 1, contentType, new(buffer, (int)length));
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
        }
    }
}
