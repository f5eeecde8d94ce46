using System.ComponentModel;

namespace QSslCore.Tls.Platform;

// Schannel's status codes.
internal static partial class PlatformFailures
{
    private static (string Text, AlertType? FromPeer) FromStatus(Exception root) =>
        root is Win32Exception { NativeErrorCode: int code } ? (root.Message, AlertOf(unchecked((uint)code))) : (root.Message, null);

    /// <summary>Maps Schannel's status of a fatal alert to the alert. Schannel uses one code for several alerts with a similar
    /// meaning.</summary>
    private static AlertType? AlertOf(uint status) => status switch
    {
        0x80090325 => AlertType.UnknownCa,
        0x80090327 => AlertType.CertificateUnknown,
        0x80090328 => AlertType.CertificateExpired,
        0x80090331 => AlertType.HandshakeFailure,
        0x80090326 => AlertType.UnexpectedMessage,
        0x80090367 => AlertType.NoApplicationProtocol,
        _ => null,
    };
}
