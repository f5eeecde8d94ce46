using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QSslCore.Tls.Platform;

/// <content>What went wrong, in words.</content>
internal sealed partial class PlatformEngine
{
    private const byte FirstRecordType = 20;
    private const byte LastRecordType = 23;

    private TlsEngineStatus Diagnose(Exception exception)
    {
        if (_wire.Error != SocketError.Success)
            return Fail(new("the connection failed", TransportError: _wire.Error));
        (string text, AlertType? told) = PlatformFailures.Describe(exception);
        AlertType? received = _serverFlight?.Alert ?? _clientOffer?.Alert ?? told;
        if (_wire.HasEnded && received is null)
            return TlsEngineStatus.Truncated;
        ReadOnlySpan<byte> first = CollectionsMarshal.AsSpan(_wire.FirstBytes);
        bool notTls = first.Length > 0 && first[0] is < FirstRecordType or > LastRecordType;
        if (notTls && PeerWords.PlainText(first) is { } plain)
            return Fail(new(PeerWords.NotTls(plain), PeerIsNotTls: true));
        if (received is { } alert)
            return Fail(PeerWords.Refusal(alert, (_wasAsked || _serverFlight is { RequestsCertificate: true })
                && _configuration.LocalCertificate.IsNull));
        return Fail(new(_wire.AlertSent is { } sent ? $"{text} (sent the alert {sent})" : text, _wire.AlertSent, PeerIsNotTls: notTls));
    }
}
