namespace QSslCore.Tls;

// The services of a TLS library for value types, beside connections. A backend overrides what its library supports.
public abstract partial class TlsBackend
{
    /// <summary>The curves and groups that the library knows by name, including those that TLS can use. Empty by default.</summary>
    public virtual IReadOnlyList<QSslEllipticCurve> EllipticCurves => [];

    /// <summary>Checks well-formed Diffie-Hellman parameters (PKCS#3, DER): the prime must be a safe prime, and the generator must fit it.
    /// The default implementation returns false.</summary>
    /// <param name="der">The parameters.</param>
    /// <param name="reason">Why the parameters are not sound, as a sentence part; empty if they are.</param>
    public virtual bool AreSoundDiffieHellman(ReadOnlySpan<byte> der, out string reason)
    {
        reason = $"the TLS backend '{Name}' cannot check them";
        return false;
    }

    /// <summary>Returns the library's own readable description of a certificate; empty if the library has none. Empty by default.</summary>
    /// <param name="certificate">A certificate, not null.</param>
    public virtual string Text(QSslCertificate certificate) => "";

    /// <summary>Returns the public half of a private key; a null key (<see cref="QSslKey.IsNull"/>) if the library cannot derive it. A null
    /// key by default.</summary>
    /// <param name="privateKey">A private key.</param>
    public virtual QSslKey PublicKeyOf(QSslKey privateKey) => QSslKey.Null;

    /// <summary>Reads a Java key store (JKS). Returns null if the library cannot read one. The default implementation returns
    /// null.</summary>
    /// <param name="data">The store.</param>
    /// <param name="passPhrase">The pass phrase in UTF-8. If it is empty, the certificates are read, but their integrity is not
    /// checked.</param>
    public virtual TlsKeyStore? ReadKeyStore(byte[] data, ReadOnlySpan<byte> passPhrase) => null;
}
