namespace QSslCore;

/// <summary>What a host said about the certificate of its client.</summary>
public enum ClientCertificateAnswer
{
    /// <summary>The host did not request a certificate, or the handshake did not get that far. In TLS 1.3, the backends of the platform do
    /// not report a request.</summary>
    NotRequested,

    /// <summary>The host requested a certificate and continued.</summary>
    Accepted,

    /// <summary>The host requested a certificate and closed the connection. <see cref="HostCheckResult.Failure"/> says how.</summary>
    Refused,

    /// <summary>The host refused the client because it requested a certificate and received none.</summary>
    Missed,

    /// <summary>The host requested a certificate and did not say within the time limit whether it continues.</summary>
    Unanswered,
}
