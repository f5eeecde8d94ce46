namespace QSslCore.Verification;

/// <summary>How a signature is made of a digest, or of the whole message.</summary>
internal enum SignatureScheme
{
    Unknown,
    RsaPkcs1,
    RsaPss,
    Dsa,
    Ecdsa,
    EdDsa,
    MlDsa,
    SlhDsa,
}
