namespace QSslCore.Tls;

/// <summary>For backends: the texts and alerts that all backends use when a handshake fails. Thread-safe.</summary>
public static class TlsFailures
{
    /// <summary>Why a server is refused that does not protect against an attacker's renegotiation, as a sentence part.</summary>
    public static string NoSecureRenegotiation => PeerWords.LegacyRenegotiation;

    /// <summary>Returns the alert that gives a peer the reason for its rejection, for <see cref="TlsEngine.RejectCore"/>.</summary>
    /// <param name="reason">The error of the peer.</param>
    /// <param name="role">This side's role.</param>
    /// <param name="protocol">The negotiated protocol. Only TLS 1.3 has an alert for a missing client certificate.</param>
    public static AlertType AlertFor(SslErrorCode reason, SslMode role, SslProtocol protocol) =>
        role == SslMode.SslServerMode && reason == SslErrorCode.NoPeerCertificate && protocol == SslProtocol.TlsV1_3
            ? AlertType.CertificateRequired
            : PeerAlerts.For(reason);

    /// <summary>Returns the failure for a fatal alert of the peer.</summary>
    /// <param name="alert">The alert that the peer sent.</param>
    /// <param name="certificateMissed">Whether the peer asked for a client certificate and received none.</param>
    public static TlsFailure Refused(AlertType alert, bool certificateMissed) => PeerWords.Refusal(alert, certificateMissed);

    /// <summary>Returns the failure for a peer that answers with text instead of TLS. It contains no byte that a terminal would
    /// obey.</summary>
    /// <param name="firstBytes">The first bytes of the peer (<see cref="TlsEngine.FirstBytes"/>).</param>
    /// <returns>Null if the bytes are not text.</returns>
    public static TlsFailure? NotTls(ReadOnlySpan<byte> firstBytes) =>
        PeerWords.PlainText(firstBytes) is { } text ? new(PeerWords.NotTls(text), PeerIsNotTls: true) : null;

    /// <summary>Returns the name of a certificate for a message, without control characters.</summary>
    /// <param name="certificate">A certificate.</param>
    public static string NameOf(QSslCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.VisibleName;
    }
}
