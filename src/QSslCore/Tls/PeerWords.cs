using System.Text;

namespace QSslCore.Tls;

/// <summary>What a peer answered, in words.</summary>
internal static class PeerWords
{
    /// <summary>Why a server is refused that an attacker could make renegotiate.</summary>
    public const string LegacyRenegotiation =
        "the server does not support secure renegotiation (RFC 5746); update it, or reach it without that protection by turning "
            + "SslOption.DisableLegacyRenegotiation off";

    /// <summary>What an alert from the peer means for the side that got it: a sentence part after its name.</summary>
    public static string Advice(AlertType alert) => alert switch
    {
        AlertType.ProtocolVersion => ": it does not allow the protocol versions offered",
        AlertType.HandshakeFailure => ": no cipher suite or parameter suits both",
        AlertType.CertificateRequired or AlertType.NoCertificate => ": it requires a client certificate",
        AlertType.BadCertificate or AlertType.CertificateUnknown or AlertType.UnsupportedCertificate =>
            ": it does not like the certificate it got",
        AlertType.UnknownCa => ": it does not know the authority of the certificate it got",
        AlertType.CertificateExpired => ": the certificate it got has expired",
        AlertType.UnrecognizedName => ": it does not serve that name",
        AlertType.NoApplicationProtocol => ": it supports none of the offered application protocols",
        _ => "",
    };

    /// <summary>The peer's alert as the reason of a failure.</summary>
    /// <param name="alert">What it sent.</param>
    /// <param name="certificateMissed">It had asked for a client certificate, and got none.</param>
    public static TlsFailure Refusal(AlertType alert, bool certificateMissed) => certificateMissed && MayMeanMissedCertificate(alert)
        ? new($"the peer asked for a client certificate, got none, and refused with the alert {alert}", alert, AlertIsFromPeer: true,
            CertificateMissed: true)
        : new($"the peer refused with the alert {alert}{Advice(alert)}", alert, AlertIsFromPeer: true);

    /// <summary>Before TLS 1.3 there is no alert for a certificate that is missing, and servers differ in what they send instead.</summary>
    private static bool MayMeanMissedCertificate(AlertType alert) => alert is AlertType.HandshakeFailure or AlertType.CertificateRequired
        or AlertType.NoCertificate or AlertType.BadCertificate or AlertType.CertificateUnknown or AlertType.UnsupportedCertificate
        or AlertType.UnknownCa or AlertType.AccessDenied;

    public static string NotTls(string plainText) =>
        $"the peer does not speak TLS here; it sent the plain text '{plainText}'. Wrong port, or STARTTLS is needed first";

    /// <summary>The beginning of what the peer sent, if that was text; never a byte that a terminal would act on.</summary>
    public static string? PlainText(ReadOnlySpan<byte> first)
    {
        int printable = first.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        ReadOnlySpan<byte> line = printable < 0 ? first : first[..printable];
        return line.Length < 3 ? null : Encoding.ASCII.GetString(line);
    }
}
