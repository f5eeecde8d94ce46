namespace QSslCore;

/// <summary>How a certificate or a key is written down.</summary>
[QtMember("QSsl::EncodingFormat")]
public enum EncodingFormat
{
    /// <summary>Text: base64 between BEGIN and END lines.</summary>
    Pem = 0,

    /// <summary>Binary: ASN.1 in its distinguished encoding.</summary>
    Der = 1,
}
