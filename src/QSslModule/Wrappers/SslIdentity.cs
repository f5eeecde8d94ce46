using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>A certificate with its private key: what New-SslCertificate makes and what -Certificate takes.</summary>
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

    /// <summary>Its private key.</summary>
    public QSslKey Key { get; }

    /// <summary>The certificate and those that lead towards its root, as a server sends them.</summary>
    public QSslCertificate[] Chain { get; }

    /// <summary>Where the certificate was written; null when it was not.</summary>
    public string? CertificatePath { get; }

    /// <summary>Where the key was written; null when it was not.</summary>
    public string? KeyPath { get; }

    /// <summary>The subject.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset? NotAfter => Certificate.ExpiryDate;

    /// <summary>SHA-256 of the certificate, upper-case hex.</summary>
    public string Thumbprint => Certificate.Sha256Thumbprint;

    /// <summary>A .NET certificate with its private key. The caller disposes of it.</summary>
    /// <exception cref="NotSupportedException">The runtime does not support the algorithm of the key.</exception>
    public X509Certificate2 ToX509Certificate2() => Certificate.ToX509Certificate2(Key);

    /// <summary>A .NET certificate with its private key.</summary>
    public static explicit operator X509Certificate2(SslIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.ToX509Certificate2();
    }

    /// <inheritdoc/>
    public override string ToString() => Subject;
}
