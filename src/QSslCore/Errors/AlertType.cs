namespace QSslCore;

/// <summary>The type of an alert. The numbers are those of the TLS standard. A code without a name is its number.</summary>
[QtMember("QSsl::AlertType")]
public enum AlertType
{
    /// <summary>The sender sends no more data on this connection.</summary>
    CloseNotify = 0,

    /// <summary>A message arrived that is not appropriate at this point.</summary>
    UnexpectedMessage = 10,

    /// <summary>A record failed its integrity check.</summary>
    BadRecordMac = 20,

    /// <summary>A record was longer than TLS allows.</summary>
    RecordOverflow = 22,

    /// <summary>A record could not be decompressed.</summary>
    DecompressionFailure = 30,

    /// <summary>The two sides have no acceptable set of parameters in common.</summary>
    HandshakeFailure = 40,

    /// <summary>No certificate was available (SSL 3.0 only).</summary>
    NoCertificate = 41,

    /// <summary>A certificate was corrupt, or its signature was not valid.</summary>
    BadCertificate = 42,

    /// <summary>A certificate was of an unsupported type.</summary>
    UnsupportedCertificate = 43,

    /// <summary>A certificate was revoked by its issuer.</summary>
    CertificateRevoked = 44,

    /// <summary>A certificate has expired or is not valid yet.</summary>
    CertificateExpired = 45,

    /// <summary>A certificate was not acceptable for another reason.</summary>
    CertificateUnknown = 46,

    /// <summary>A field of the handshake was out of range or inconsistent with another field.</summary>
    IllegalParameter = 47,

    /// <summary>The certification authority is not known or not trusted.</summary>
    UnknownCa = 48,

    /// <summary>A valid certificate was received, but its owner does not have access.</summary>
    AccessDenied = 49,

    /// <summary>A message could not be decoded.</summary>
    DecodeError = 50,

    /// <summary>A signature, a key exchange or a Finished message could not be verified.</summary>
    DecryptError = 51,

    /// <summary>Export restrictions were violated (obsolete).</summary>
    ExportRestriction = 60,

    /// <summary>The protocol version is recognized but not supported.</summary>
    ProtocolVersion = 70,

    /// <summary>The sender requires stronger parameters than those offered.</summary>
    InsufficientSecurity = 71,

    /// <summary>An internal error occurred that is unrelated to the peer.</summary>
    InternalError = 80,

    /// <summary>The client fell back to an older version without need.</summary>
    InappropriateFallback = 86,

    /// <summary>The handshake was canceled.</summary>
    UserCancelled = 90,

    /// <summary>The sender refuses to renegotiate.</summary>
    NoRenegotiation = 100,

    /// <summary>A mandatory extension was missing.</summary>
    MissingExtension = 109,

    /// <summary>An extension arrived that was not requested.</summary>
    UnsupportedExtension = 110,

    /// <summary>A certificate could not be retrieved from the given URL.</summary>
    CertificateUnobtainable = 111,

    /// <summary>The server has no certificate for the requested name.</summary>
    UnrecognizedName = 112,

    /// <summary>The stapled OCSP response is not valid or not acceptable.</summary>
    BadCertificateStatusResponse = 113,

    /// <summary>The hash of a certificate does not match the given hash.</summary>
    BadCertificateHashValue = 114,

    /// <summary>The identity of the pre-shared key is unknown.</summary>
    UnknownPskIdentity = 115,

    /// <summary>A client certificate is required and none was sent.</summary>
    CertificateRequired = 116,

    /// <summary>The two sides have no application protocol in common.</summary>
    NoApplicationProtocol = 120,

    /// <summary>An alert that is not in this list.</summary>
    UnknownAlertMessage = 255,
}
