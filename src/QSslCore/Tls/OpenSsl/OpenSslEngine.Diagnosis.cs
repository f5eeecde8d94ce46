using System.Net.Sockets;
using System.Text;

namespace QSslCore.Tls.OpenSsl;

/// <content>What went wrong, in words.</content>
internal sealed unsafe partial class OpenSslEngine
{
    private const int HttpRequestReason = 156;
    private const int WrongVersionNumberReason = 267;
    private const int PacketLengthTooLongReason = 198;
    private const int RecordLengthMismatchReason = 213;
    private const int NoSharedCipherReason = 193;
    private const int UnsupportedProtocolReason = 258;

    private TlsEngineStatus Diagnose()
    {
        (string text, IReadOnlyList<int> reasons) = OpenSslErrorQueue.Drain();
        if (_transportError != SocketError.Success)
            return Fail(new("the connection failed", TransportError: _transportError));
        // The library answers a missing end with an alert of its own; only the peer's would be another reason.
        if (_transportEnded && !_alertIsFromPeer)
            return TlsEngineStatus.Truncated;
        bool notTls = reasons.Any(r => r is HttpRequestReason or WrongVersionNumberReason or PacketLengthTooLongReason or RecordLengthMismatchReason);
        if (notTls && PlainText() is { } plain)
            return Fail(new($"the peer does not speak TLS here; it sent the plain text '{plain}'. Wrong port, or STARTTLS is needed first", PeerIsNotTls: true));
        string reason = (_alert, _alertIsFromPeer) switch
        {
            ({ } alert, true) => $"the peer refused with the alert {alert}{Advice(alert)}",
            _ when reasons.Contains(NoSharedCipherReason) => "the peer offers no cipher suite that is allowed here and fits the certificate",
            _ when reasons.Contains(UnsupportedProtocolReason) => "the peer offers no protocol version that is allowed here",
            ({ } alert, false) => $"{(text.Length > 0 ? text : "the TLS library gave up")} (sent the alert {alert})",
            _ => text.Length > 0 ? text : "the TLS library gave no reason",
        };
        return Fail(new(reason, _alert, _alertIsFromPeer, PeerIsNotTls: notTls));
    }

    private static string Advice(AlertType alert) => alert switch
    {
        AlertType.ProtocolVersion => ": it does not allow the protocol versions offered",
        AlertType.HandshakeFailure => ": no cipher suite or parameter suits both",
        AlertType.CertificateRequired or AlertType.NoCertificate => ": it wants a client certificate",
        AlertType.BadCertificate or AlertType.CertificateUnknown or AlertType.UnsupportedCertificate => ": it does not like the certificate it got",
        AlertType.UnknownCa => ": it does not know the authority of the certificate it got",
        AlertType.CertificateExpired => ": the certificate it got has expired",
        AlertType.UnrecognizedName => ": it does not serve that name",
        AlertType.NoApplicationProtocol => ": it knows none of the application protocols offered",
        _ => "",
    };

    /// <summary>The beginning of what the peer sent, if that was text; never a byte that a terminal would act on.</summary>
    private string? PlainText()
    {
        ReadOnlySpan<byte> first = _firstBytes.AsSpan(0, _firstCount);
        int printable = first.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        ReadOnlySpan<byte> line = printable < 0 ? first : first[..printable];
        return line.Length < 3 ? null : Encoding.ASCII.GetString(line);
    }
}
