namespace QSslCore.Tls;

/// <summary>For backends: what all of them say alike when a handshake fails. Thread-safe.</summary>
public static class TlsFailures
{
    /// <summary>Why a server is refused that an attacker could make renegotiate, as a sentence part.</summary>
    public static string NoSecureRenegotiation => PeerWords.LegacyRenegotiation;

    /// <summary>The alert that tells a peer why it is not accepted, for <see cref="TlsEngine.RejectCore"/>.</summary>
    /// <param name="reason">What is wrong with the peer.</param>
    /// <param name="role">This side's role.</param>
    /// <param name="protocol">The protocol that was agreed on: only TLS 1.3 has an alert for a missing client certificate.</param>
    public static AlertType AlertFor(SslErrorCode reason, SslMode role, SslProtocol protocol) =>
        role == SslMode.SslServerMode && reason == SslErrorCode.NoPeerCertificate && protocol == SslProtocol.TlsV1_3
            ? AlertType.CertificateRequired
            : PeerAlerts.For(reason);

    /// <summary>The failure after a fatal alert of the peer.</summary>
    /// <param name="alert">What the peer sent.</param>
    /// <param name="certificateMissed">The peer had asked for a client certificate, and got none.</param>
    public static TlsFailure Refused(AlertType alert, bool certificateMissed) => PeerWords.Refusal(alert, certificateMissed);

    /// <summary>The failure when a peer answers with text instead of TLS. Never a byte of it that a terminal would act on.</summary>
    /// <param name="firstBytes">What came first (<see cref="TlsEngine.FirstBytes"/>).</param>
    /// <returns>Null when it is not text.</returns>
    public static TlsFailure? NotTls(ReadOnlySpan<byte> firstBytes) =>
        PeerWords.PlainText(firstBytes) is { } text ? new(PeerWords.NotTls(text), PeerIsNotTls: true) : null;

    /// <summary>The name of a certificate as a message shows it, without control characters.</summary>
    /// <param name="certificate">A certificate.</param>
    public static string NameOf(QSslCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.VisibleName;
    }
}
