using System.Net.Sockets;

namespace QSslCore.Tls.Platform;

// The reasons of failures, in words.
internal sealed partial class PlatformEngine
{
    private const byte FirstRecordType = 20;
    private const byte LastRecordType = 23;

    private TlsEngineStatus Diagnose(Exception exception)
    {
        if (TransportError != SocketError.Success)
            return Fail(new("the connection failed", TransportError: TransportError));
        (string text, AlertType? told) = PlatformFailures.Describe(exception);
        AlertType? received = _serverFlight?.Alert ?? _clientOffer?.Alert ?? told;
        if (HasTransportEnded && received is null)
            return TlsEngineStatus.Truncated;
        ReadOnlySpan<byte> first = FirstBytes;
        bool notTls = first.Length > 0 && first[0] is < FirstRecordType or > LastRecordType;
        if (notTls && PeerWords.PlainText(first) is { } plain)
            return Fail(new(PeerWords.NotTls(plain), PeerIsNotTls: true));
        if (received is { } alert)
            return Fail(PeerWords.Refusal(alert, (_wasAsked || _serverFlight is { RequestsCertificate: true })
                && _configuration.LocalCertificate.IsNull));
        return Fail(new(_wire.AlertSent is { } sent ? $"{text} (sent the alert {sent})" : text, _wire.AlertSent, PeerIsNotTls: notTls));
    }
}
