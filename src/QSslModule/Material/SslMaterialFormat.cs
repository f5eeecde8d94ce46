namespace QSslModule;

/// <summary>The formats of certificates and keys.</summary>
public enum SslMaterialFormat
{
    /// <summary>Text: base64 between BEGIN and END lines, with any number of certificates and optionally a key.</summary>
    Pem,

    /// <summary>Binary: one certificate or one key.</summary>
    Der,

    /// <summary>A bundle of certificates without keys (.p7b).</summary>
    Pkcs7,

    /// <summary>A bundle of certificates with a key, protected by a pass phrase (.p12, .pfx).</summary>
    Pkcs12,

    /// <summary>A Java key store of the type JKS or JCEKS (.jks, .jceks). The module only reads it.</summary>
    Jks,
}
