namespace QSslModule;

/// <summary>How certificates and keys are written down.</summary>
public enum SslMaterialFormat
{
    /// <summary>Text: base64 between BEGIN and END lines. As many certificates as wanted, and a key beside them.</summary>
    Pem,

    /// <summary>Binary: one certificate or one key.</summary>
    Der,

    /// <summary>A bundle of certificates without keys (.p7b).</summary>
    Pkcs7,

    /// <summary>A bundle of certificates with a key, under a pass phrase (.p12, .pfx).</summary>
    Pkcs12,

    /// <summary>A key store of Java (.jks), which is only read.</summary>
    Jks,
}
