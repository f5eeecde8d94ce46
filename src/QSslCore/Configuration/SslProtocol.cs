namespace QSslCore;

/// <summary>A protocol version or a range of versions.</summary>
/// <remarks>The Dtls values are Qt's. A <c>QSslSocket</c> refuses them.</remarks>
[QtMember("QSsl::SslProtocol")]
public enum SslProtocol
{
    /// <summary>No protocol, or an unknown one.</summary>
    UnknownProtocol = -1,

    /// <summary>Only TLS 1.0 (deprecated).</summary>
    TlsV1_0 = 0,

    /// <summary>Only TLS 1.1 (deprecated).</summary>
    TlsV1_1 = 1,

    /// <summary>Only TLS 1.2.</summary>
    TlsV1_2 = 2,

    /// <summary>Every version that the library supports, TLS 1.0 or newer.</summary>
    AnyProtocol = 3,

    /// <summary>The default: the versions that are considered secure, TLS 1.2 or newer.</summary>
    SecureProtocols = 4,

    /// <summary>TLS 1.0 or newer (deprecated).</summary>
    TlsV1_0OrLater = 5,

    /// <summary>TLS 1.1 or newer (deprecated).</summary>
    TlsV1_1OrLater = 6,

    /// <summary>TLS 1.2 or newer.</summary>
    TlsV1_2OrLater = 7,

    /// <summary>Only DTLS 1.0 (deprecated).</summary>
    DtlsV1_0 = 8,

    /// <summary>DTLS 1.0 or newer (deprecated).</summary>
    DtlsV1_0OrLater = 9,

    /// <summary>Only DTLS 1.2.</summary>
    DtlsV1_2 = 10,

    /// <summary>DTLS 1.2 or newer.</summary>
    DtlsV1_2OrLater = 11,

    /// <summary>Only TLS 1.3.</summary>
    TlsV1_3 = 12,

    /// <summary>TLS 1.3 or newer.</summary>
    TlsV1_3OrLater = 13,
}
