namespace QSslCore;

/// <summary>The encoding of a certificate or a key.</summary>
[QtMember("QSsl::EncodingFormat")]
public enum EncodingFormat
{
    /// <summary>Text: base64 between BEGIN and END lines.</summary>
    Pem = 0,

    /// <summary>Binary: ASN.1 with the distinguished encoding rules.</summary>
    Der = 1,
}
