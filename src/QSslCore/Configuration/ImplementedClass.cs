namespace QSslCore;

/// <summary>A class of the TLS interface that a backend can implement.</summary>
[QtMember("QSsl::ImplementedClass")]
public enum ImplementedClass
{
    /// <summary>QSslKey.</summary>
    Key = 0,

    /// <summary>QSslCertificate.</summary>
    Certificate = 1,

    /// <summary>QSslSocket.</summary>
    Socket = 2,

    /// <summary>QSslDiffieHellmanParameters.</summary>
    DiffieHellman = 3,

    /// <summary>QSslEllipticCurve.</summary>
    EllipticCurve = 4,

    /// <summary>QDtls.</summary>
    Dtls = 5,

    /// <summary>QDtlsClientVerifier.</summary>
    DtlsCookie = 6,
}
