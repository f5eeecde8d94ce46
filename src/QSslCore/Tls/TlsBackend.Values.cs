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
}
