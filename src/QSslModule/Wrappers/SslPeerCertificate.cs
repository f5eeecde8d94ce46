using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>A certificate of a peer, with its position in the chain and its errors.</summary>
public sealed class SslPeerCertificate
{
    internal SslPeerCertificate(QSslSocket socket, string target, int position, QSslCertificate certificate, bool isTrusted)
    {
        Socket = socket;
        Target = target;
        Position = position;
        Certificate = certificate;
        IsTrusted = isTrusted;
        Errors = [.. socket.SslHandshakeErrors.Where(e => e.Certificate.Equals(certificate)).Select(e => e.Error).Distinct()];
    }

    /// <summary>The socket that is connected to the peer.</summary>
    public QSslSocket Socket { get; }

    /// <summary>The host and the port.</summary>
    public string Target { get; }

    /// <summary>0 for the peer's own certificate, 1 for its issuer, and so on.</summary>
    public int Position { get; }

    /// <summary>The certificate.</summary>
    public QSslCertificate Certificate { get; }

    /// <summary>Whether the peer has no errors, or its errors were accepted.</summary>
    public bool IsTrusted { get; }

    /// <summary>The errors of this certificate.</summary>
    public IReadOnlyList<SslErrorCode> Errors { get; }

    /// <summary>The subject.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>The issuer.</summary>
    public string Issuer => Certificate.Issuer;

    /// <summary>The names that the certificate is valid for.</summary>
    public IReadOnlyList<string> SubjectAlternativeNames => [.. Certificate.SubjectAlternativeNames.Select(n => n.Value)];

    /// <summary>The start of the certificate's validity.</summary>
    public DateTimeOffset? NotBefore => Certificate.EffectiveDate;

    /// <summary>The end of the certificate's validity.</summary>
    public DateTimeOffset? NotAfter => Certificate.ExpiryDate;

    /// <summary>The number of whole days until the certificate expires; negative if it has expired.</summary>
    public int? DaysLeft => Certificate.DaysLeft;

    /// <summary>The SHA-256 hash of the certificate, in upper-case hexadecimal.</summary>
    public string Thumbprint => Certificate.Sha256Thumbprint;

    /// <summary>The SHA-256 hash of the public key, in the form of -Pin.</summary>
    public string Pin => Certificate.SpkiPin;

    /// <summary>The algorithm and the size of the certificate's key.</summary>
    public string Key => Certificate.KeyDescription;

    /// <summary>Returns a .NET certificate. The caller must dispose it.</summary>
    public X509Certificate2 ToX509Certificate2() => Certificate.ToX509Certificate2();

    /// <summary>Converts the certificate to a .NET certificate. The caller must dispose it.</summary>
    public static explicit operator X509Certificate2(SslPeerCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.ToX509Certificate2();
    }

    /// <inheritdoc/>
    public override string ToString() => Subject;
}
