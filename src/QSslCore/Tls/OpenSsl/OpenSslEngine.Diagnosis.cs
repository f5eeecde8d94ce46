using System.Net.Sockets;

namespace QSslCore.Tls.OpenSsl;

// The reasons of failures, in words.
internal sealed unsafe partial class OpenSslEngine
{
    private const int HttpRequestReason = 156;
    private const int WrongVersionNumberReason = 267;
    private const int PacketLengthTooLongReason = 198;
    private const int RecordLengthMismatchReason = 213;
    private const int NoSharedCipherReason = 193;
    private const int UnsupportedProtocolReason = 258;

    private const int UnsafeLegacyRenegotiationDisabledReason = 338;

    private TlsEngineStatus Diagnose()
    {
        (string text, IReadOnlyList<int> reasons) = OpenSslErrorQueue.Drain();
        if (TransportError != SocketError.Success)
            return Fail(new("the connection failed", TransportError: TransportError));
        if (_renegotiationFault is { } fault)
            return Fail(fault);
        // The library answers a missing end of the stream with its own alert. Only an alert of the peer would be another reason.
        if (HasTransportEnded && !_alertIsFromPeer)
            return TlsEngineStatus.Truncated;
        bool notTls = reasons.Any(r => r is HttpRequestReason or WrongVersionNumberReason or PacketLengthTooLongReason
            or RecordLengthMismatchReason);
        // Since 3.5 the library gives up after the header of a record. The rest is still in the transport.
        if (notTls && FirstBytes.Length < FirstBytesKept)
            _ = Receive(stackalloc byte[FirstBytesKept - FirstBytes.Length]);
        if (notTls && PeerWords.PlainText(FirstBytes) is { } plain)
            return Fail(new(PeerWords.NotTls(plain), PeerIsNotTls: true));
        if (_alertIsFromPeer && _alert is { } received)
            return Fail(PeerWords.Refusal(received, _certificateRequested && !_context.HasIdentity));
        string reason = _alert switch
        {
            _ when reasons.Contains(NoSharedCipherReason) =>
                "the peer offers no cipher suite that is allowed here and fits the certificate",
            _ when reasons.Contains(UnsafeLegacyRenegotiationDisabledReason) => PeerWords.LegacyRenegotiation,
            _ when reasons.Contains(UnsupportedProtocolReason) => "the peer offers no protocol version that is allowed here",
            { } alert => $"{(text.Length > 0 ? text : "the TLS library gave up")} (sent the alert {alert})",
            _ => text.Length > 0 ? text : "the TLS library gave no reason",
        };
        return Fail(new(reason, _alert, PeerIsNotTls: notTls));
    }
}
