namespace QSslCore.Tls;

// Private keys at work outside a connection, for algorithms that .NET has no class for.
internal abstract partial class TlsBackend
{
    /// <summary>Signs data by the key's algorithm where the hash is a part of it (Ed25519, Ed448); null when the library cannot.</summary>
    public virtual byte[]? Sign(QSslKey key, ReadOnlySpan<byte> data) => null;

    /// <summary>The private key as encrypted PKCS#8 in DER, under AES-256 (PBES2); null when the library cannot.</summary>
    public virtual byte[]? EncryptKey(QSslKey key, ReadOnlySpan<byte> passPhrase) => null;
}
