namespace QSslCore.Tls;

// Private keys at work outside a connection, for algorithms that .NET has no class for.
public abstract partial class TlsBackend
{
    /// <summary>Signs data by the key's algorithm where the hash is a part of it (Ed25519, Ed448). Null when the library cannot, and by
    /// default.</summary>
    /// <param name="key">A private key.</param>
    /// <param name="data">The data itself, not its hash.</param>
    public virtual byte[]? Sign(QSslKey key, ReadOnlySpan<byte> data) => null;

    /// <summary>The private key as encrypted PKCS#8 in DER, under AES-256 (PBES2). Null when the library cannot, and by default.</summary>
    /// <param name="key">A private key.</param>
    /// <param name="passPhrase">The pass phrase in UTF-8.</param>
    public virtual byte[]? EncryptKey(QSslKey key, ReadOnlySpan<byte> passPhrase) => null;
}
