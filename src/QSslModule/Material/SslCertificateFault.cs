namespace QSslModule;

/// <summary>The fault of a certificate that tests a peer.</summary>
public enum SslCertificateFault
{
    /// <summary>The certificate expired yesterday.</summary>
    Expired,

    /// <summary>The certificate becomes valid tomorrow.</summary>
    NotYetValid,

    /// <summary>The certificate is for code signing. If it is an authority, it may not sign certificates.</summary>
    WrongUsage,

    /// <summary>One bit of the signature is wrong.</summary>
    BadSignature,

    /// <summary>The certificate is for wrong-name.invalid, whatever name was requested.</summary>
    WrongName,
}
