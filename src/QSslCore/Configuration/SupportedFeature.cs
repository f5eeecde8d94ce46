namespace QSslCore;

/// <summary>A feature that a TLS backend can support.</summary>
[QtMember("QSsl::SupportedFeature")]
public enum SupportedFeature
{
    /// <summary>Verification of certificates by QSslCertificate.Verify.</summary>
    CertificateVerification = 0,

    /// <summary>Application protocol negotiation as a client.</summary>
    ClientSideAlpn = 1,

    /// <summary>Application protocol negotiation as a server.</summary>
    ServerSideAlpn = 2,

    /// <summary>Stapled OCSP responses.</summary>
    Ocsp = 3,

    /// <summary>Pre-shared keys.</summary>
    Psk = 4,

    /// <summary>Session tickets.</summary>
    SessionTicket = 5,

    /// <summary>Reports of alerts that are sent and received.</summary>
    Alerts = 6,
}
