namespace QSslCore.Verification;

/// <summary>The way in which a signature is made from a digest, or from the whole message.</summary>
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
