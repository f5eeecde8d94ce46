using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <content>The messages of the handshake, told as they come and go.</content>
internal sealed unsafe partial class OpenSslEngine
{
    private void TellMessages()
    {
        if (_questions is not null && _configuration.RecordsHandshakeMessages)
            Ssl.SSL_set_msg_callback(_ssl, &MessageCallback);
    }

    [UnmanagedCallersOnly]
    private static void MessageCallback(int isWritten, int version, int contentType, byte* buffer, nuint length, nint ssl, nint unused)
    {
        // Others are the headers of records.
        if (contentType is not (TlsMessages.Handshake or TlsMessages.Alert or TlsMessages.ChangeCipherSpec)
            || FromSsl(ssl) is not { } engine)
            return;
        try
        {
            engine._questions!.TellMessage(isWritten == 1, contentType, new ReadOnlySpan<byte>(buffer, (int)length));
        }
#pragma warning disable CA1031 // No exception may cross native frames; it is thrown again behind them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
        }
    }
}
