namespace QSslCore.Tls;

// Operations with private keys outside a connection, for algorithms that .NET has no class for.
public abstract partial class TlsBackend
{
    /// <summary>Signs data with an algorithm that includes its hash (Ed25519, Ed448). Returns null if the library does not support the
    /// algorithm. The default implementation returns null.</summary>
    /// <param name="key">A private key.</param>
    /// <param name="data">The data itself, not its hash.</param>
    public virtual byte[]? Sign(QSslKey key, ReadOnlySpan<byte> data) => null;

    /// <summary>Encrypts the private key with AES-256 (PBES2) and returns it as PKCS#8 in DER. Returns null if the library does not
    /// support that. The default implementation returns null.</summary>
    /// <param name="key">A private key.</param>
    /// <param name="passPhrase">The pass phrase in UTF-8.</param>
    public virtual byte[]? EncryptKey(QSslKey key, ReadOnlySpan<byte> passPhrase) => null;
}
