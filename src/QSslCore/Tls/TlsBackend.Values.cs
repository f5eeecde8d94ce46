namespace QSslCore.Tls;

// What value types ask a TLS library for, beside connections. A backend that lacks it leaves it as it is here.
public abstract partial class TlsBackend
{
    /// <summary>The curves and groups that the library knows by name; those that TLS can use among them. None by default.</summary>
    public virtual IReadOnlyList<QSslEllipticCurve> EllipticCurves => [];

    /// <summary>Whether well-formed Diffie-Hellman parameters (PKCS#3, DER) are sound: a safe prime and a generator that fits it. False by
    /// default.</summary>
    /// <param name="der">The parameters.</param>
    /// <param name="reason">Why they are not, as a sentence part; empty when they are.</param>
    public virtual bool AreSoundDiffieHellman(ReadOnlySpan<byte> der, out string reason)
    {
        reason = $"the TLS backend '{Name}' cannot check them";
        return false;
    }

    /// <summary>The library's own description of a certificate, for people; empty when it writes none, and by default.</summary>
    /// <param name="certificate">A certificate, not null.</param>
    public virtual string Text(QSslCertificate certificate) => "";

    /// <summary>The public half of a private key; a null key (<see cref="QSslKey.IsNull"/>) when the library cannot tell it, and by
    /// default.</summary>
    /// <param name="privateKey">A private key.</param>
    public virtual QSslKey PublicKeyOf(QSslKey privateKey) => QSslKey.Null;

    /// <summary>Reads a key store of Java (JKS). Null when the library reads none, and by default.</summary>
    /// <param name="data">The store.</param>
    /// <param name="passPhrase">The pass phrase in UTF-8. Without one, the certificates are read and not checked against it.</param>
    public virtual TlsKeyStore? ReadKeyStore(byte[] data, ReadOnlySpan<byte> passPhrase) => null;
}
