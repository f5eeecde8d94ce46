namespace QSslCore.Tls;

// What value types ask a TLS library for, beside connections. A library that lacks it leaves it as it is here.
internal abstract partial class TlsBackend
{
    /// <summary>The curves and groups that the library knows by name; those that TLS can use among them.</summary>
    public virtual IReadOnlyList<QSslEllipticCurve> EllipticCurves => [];

    /// <summary>Whether well-formed Diffie-Hellman parameters (PKCS#3, DER) are sound: a safe prime and a generator that fits it.</summary>
    /// <param name="der">The parameters.</param>
    /// <param name="reason">Why they are not, as a sentence part; empty when they are.</param>
    public virtual bool AreSoundDiffieHellman(ReadOnlySpan<byte> der, out string reason)
    {
        reason = $"the TLS backend '{Name}' cannot check them";
        return false;
    }

    /// <summary>The library's own description of a certificate, for people; empty when it writes none.</summary>
    public virtual string Text(QSslCertificate certificate) => "";

    /// <summary>The public half of a private key; a null key when the library cannot tell it.</summary>
    public virtual QSslKey PublicKeyOf(QSslKey privateKey) => QSslKey.Null;
}
