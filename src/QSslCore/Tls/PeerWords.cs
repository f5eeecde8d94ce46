using System.Text;

namespace QSslCore.Tls;

/// <summary>Describes the answers of a peer in words.</summary>
internal static class PeerWords
{
    /// <summary>The reason to refuse a server with insecure renegotiation.</summary>
    public const string LegacyRenegotiation =
        "the server does not support secure renegotiation (RFC 5746); update it, or reach it without that protection by turning "
            + "SslOption.DisableLegacyRenegotiation off";

    /// <summary>The failure of a connection whose peer is not the one that was accepted any more.</summary>
    public static TlsFailure ChangedPeer { get; } = new("the peer did not show the same certificates again in a renegotiation, and only "
        + "those were accepted")
    {
        PeerChanged = true,
    };

    /// <summary>Returns the meaning of the peer's alert for this side, as a sentence part that follows the alert's name.</summary>
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

    /// <summary>Returns the failure for an alert of the peer.</summary>
    /// <param name="alert">The alert that the peer sent.</param>
    /// <param name="certificateMissed">Whether the peer requested a client certificate and received none.</param>
    public static TlsFailure Refusal(AlertType alert, bool certificateMissed) => certificateMissed && MayMeanMissedCertificate(alert)
        ? new($"the peer asked for a client certificate, got none, and refused with the alert {alert}", alert, AlertIsFromPeer: true,
            CertificateMissed: true)
        : new($"the peer refused with the alert {alert}{Advice(alert)}", alert, AlertIsFromPeer: true);

    /// <summary>Whether the alert can mean that a certificate is missing. Before TLS 1.3 there is no alert for that, and servers send
    /// different ones.</summary>
    private static bool MayMeanMissedCertificate(AlertType alert) => alert is AlertType.HandshakeFailure or AlertType.CertificateRequired
        or AlertType.NoCertificate or AlertType.BadCertificate or AlertType.CertificateUnknown or AlertType.UnsupportedCertificate
        or AlertType.UnknownCa or AlertType.AccessDenied;

    public static string NotTls(string plainText) =>
        $"the peer does not speak TLS here; it sent the plain text '{plainText}'. Wrong port, or STARTTLS is needed first";

    /// <summary>Returns the beginning of the peer's data if it is text, without control characters that a terminal would obey.</summary>
    public static string? PlainText(ReadOnlySpan<byte> first)
    {
        int printable = first.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        ReadOnlySpan<byte> line = printable < 0 ? first : first[..printable];
        return line.Length < 3 ? null : Encoding.ASCII.GetString(line);
    }
}
