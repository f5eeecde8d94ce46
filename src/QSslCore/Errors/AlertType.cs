namespace QSslCore;

/// <summary>The type of an alert. The numbers are those of the TLS standard. A value outside the list is passed on as its number.</summary>
[QtMember("QSsl::AlertType")]
public enum AlertType
{
    /// <summary>The sender sends no more data on this connection.</summary>
    CloseNotify = 0,

    /// <summary>A message came that does not fit here.</summary>
    UnexpectedMessage = 10,

    /// <summary>A record failed its integrity check.</summary>
    BadRecordMac = 20,

    /// <summary>A record was longer than TLS allows.</summary>
    RecordOverflow = 22,

    /// <summary>A record could not be decompressed.</summary>
    DecompressionFailure = 30,

    /// <summary>The two sides have no acceptable set of parameters in common.</summary>
    HandshakeFailure = 40,

    /// <summary>No certificate was at hand (SSL 3.0 only).</summary>
    NoCertificate = 41,

    /// <summary>A certificate was corrupt or its signature wrong.</summary>
    BadCertificate = 42,

    /// <summary>A certificate was of an unsupported type.</summary>
    UnsupportedCertificate = 43,

    /// <summary>A certificate was revoked by its signer.</summary>
    CertificateRevoked = 44,

    /// <summary>A certificate has expired or is not valid yet.</summary>
    CertificateExpired = 45,

    /// <summary>Some other trouble made a certificate unacceptable.</summary>
    CertificateUnknown = 46,

    /// <summary>A field of the handshake was out of range or contradicted another.</summary>
    IllegalParameter = 47,

    /// <summary>The certification authority is not known or not trusted.</summary>
    UnknownCa = 48,

    /// <summary>A valid certificate was shown, but its owner may not go on.</summary>
    AccessDenied = 49,

    /// <summary>A message could not be decoded.</summary>
    DecodeError = 50,

    /// <summary>A signature, a key exchange or a Finished message could not be verified.</summary>
    DecryptError = 51,

    /// <summary>Export restrictions were not kept (obsolete).</summary>
    ExportRestriction = 60,

    /// <summary>The protocol version is recognised but not supported.</summary>
    ProtocolVersion = 70,

    /// <summary>The sender requires stronger parameters than those offered.</summary>
    InsufficientSecurity = 71,

    /// <summary>Something went wrong that has nothing to do with the peer.</summary>
    InternalError = 80,

    /// <summary>The client fell back to an older version without need.</summary>
    InappropriateFallback = 86,

    /// <summary>The handshake was cancelled.</summary>
    UserCancelled = 90,

    /// <summary>The sender does not renegotiate.</summary>
    NoRenegotiation = 100,

    /// <summary>An extension that is mandatory was missing.</summary>
    MissingExtension = 109,

    /// <summary>An extension came that was not asked for.</summary>
    UnsupportedExtension = 110,

    /// <summary>A certificate could not be had from the URL given.</summary>
    CertificateUnobtainable = 111,

    /// <summary>The server has no identity of the name that was asked for.</summary>
    UnrecognizedName = 112,

    /// <summary>The stapled OCSP response is not valid or not acceptable.</summary>
    BadCertificateStatusResponse = 113,

    /// <summary>A certificate does not have the hash that was given for it.</summary>
    BadCertificateHashValue = 114,

    /// <summary>The identity of the pre-shared key is not known.</summary>
    UnknownPskIdentity = 115,

    /// <summary>A client certificate is required and none was sent.</summary>
    CertificateRequired = 116,

    /// <summary>The two sides have no application protocol in common.</summary>
    NoApplicationProtocol = 120,

    /// <summary>An alert that is not in this list.</summary>
    UnknownAlertMessage = 255,
}
