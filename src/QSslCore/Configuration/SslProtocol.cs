namespace QSslCore;

/// <summary>A protocol version or a range of versions.</summary>
/// <remarks>The Dtls values are Qt's. A <c>QSslSocket</c> refuses them.</remarks>
[QtMember("QSsl::SslProtocol")]
public enum SslProtocol
{
    /// <summary>No or no known protocol.</summary>
    UnknownProtocol = -1,

    /// <summary>TLS 1.0 alone (deprecated).</summary>
    TlsV1_0 = 0,

    /// <summary>TLS 1.1 alone (deprecated).</summary>
    TlsV1_1 = 1,

    /// <summary>TLS 1.2 alone.</summary>
    TlsV1_2 = 2,

    /// <summary>Any version that the library supports, from TLS 1.0 on.</summary>
    AnyProtocol = 3,

    /// <summary>The default: the versions that are thought secure, TLS 1.2 and newer.</summary>
    SecureProtocols = 4,

    /// <summary>TLS 1.0 or newer (deprecated).</summary>
    TlsV1_0OrLater = 5,

    /// <summary>TLS 1.1 or newer (deprecated).</summary>
    TlsV1_1OrLater = 6,

    /// <summary>TLS 1.2 or newer.</summary>
    TlsV1_2OrLater = 7,

    /// <summary>DTLS 1.0 alone (deprecated).</summary>
    DtlsV1_0 = 8,

    /// <summary>DTLS 1.0 or newer (deprecated).</summary>
    DtlsV1_0OrLater = 9,

    /// <summary>DTLS 1.2 alone.</summary>
    DtlsV1_2 = 10,

    /// <summary>DTLS 1.2 or newer.</summary>
    DtlsV1_2OrLater = 11,

    /// <summary>TLS 1.3 alone.</summary>
    TlsV1_3 = 12,

    /// <summary>TLS 1.3 or newer.</summary>
    TlsV1_3OrLater = 13,
}
