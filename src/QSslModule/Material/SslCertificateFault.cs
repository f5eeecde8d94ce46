namespace QSslModule;

/// <summary>What is to be wrong with a certificate that tests a peer.</summary>
public enum SslCertificateFault
{
    /// <summary>It expired yesterday.</summary>
    Expired,

    /// <summary>It becomes valid tomorrow.</summary>
    NotYetValid,

    /// <summary>It is for signing code; an authority may not sign certificates.</summary>
    WrongUsage,

    /// <summary>Its signature is damaged by one bit.</summary>
    BadSignature,

    /// <summary>It is for wrong-name.invalid, whatever was asked for.</summary>
    WrongName,
}
