using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>A certificate with its private key. New-SslCertificate returns it, and -Certificate accepts it.</summary>
public sealed class SslIdentity
{
    internal SslIdentity(QSslCertificate certificate, QSslKey key, QSslCertificate[] chain, string? certificatePath = null,
        string? keyPath = null)
    {
        Certificate = certificate;
        Key = key;
        Chain = chain;
        CertificatePath = certificatePath;
        KeyPath = keyPath;
    }

    /// <summary>The certificate.</summary>
    public QSslCertificate Certificate { get; }

    /// <summary>The private key of the certificate.</summary>
    public QSslKey Key { get; }

    /// <summary>The certificate and the certificates that lead towards its root, as a server sends them.</summary>
    public QSslCertificate[] Chain { get; }

    /// <summary>The path of the certificate file; null if there is none.</summary>
    public string? CertificatePath { get; }

    /// <summary>The path of the key file; null if there is none.</summary>
    public string? KeyPath { get; }

    /// <summary>The subject.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>The end of the certificate's validity.</summary>
    public DateTimeOffset? NotAfter => Certificate.ExpiryDate;

    /// <summary>The SHA-256 hash of the certificate, in upper-case hexadecimal.</summary>
    public string Thumbprint => Certificate.Sha256Thumbprint;

    /// <summary>Returns a .NET certificate with its private key. The caller must dispose it.</summary>
    /// <exception cref="NotSupportedException">The runtime does not support the algorithm of the key.</exception>
    public X509Certificate2 ToX509Certificate2() => Certificate.ToX509Certificate2(Key);

    /// <summary>Converts the identity to a .NET certificate with its private key. The caller must dispose it.</summary>
    public static explicit operator X509Certificate2(SslIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.ToX509Certificate2();
    }

    /// <inheritdoc/>
    public override string ToString() => Subject;
}
