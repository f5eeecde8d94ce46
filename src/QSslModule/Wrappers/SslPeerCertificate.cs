using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>A certificate of a peer, with its place in the chain and what is wrong with it.</summary>
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

    /// <summary>The socket whose peer it is of.</summary>
    public QSslSocket Socket { get; }

    /// <summary>Host and port.</summary>
    public string Target { get; }

    /// <summary>0 for the peer's own certificate, 1 for its issuer, and so on.</summary>
    public int Position { get; }

    /// <summary>The certificate.</summary>
    public QSslCertificate Certificate { get; }

    /// <summary>True when nothing is wrong with the peer, or its errors were accepted.</summary>
    public bool IsTrusted { get; }

    /// <summary>What is wrong with this certificate.</summary>
    public IReadOnlyList<SslErrorCode> Errors { get; }

    /// <summary>The subject.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>Who signed it.</summary>
    public string Issuer => Certificate.Issuer;

    /// <summary>The names it is valid for.</summary>
    public IReadOnlyList<string> SubjectAlternativeNames => [.. Certificate.SubjectAlternativeNames.Select(n => n.Value)];

    /// <summary>From when it is valid.</summary>
    public DateTimeOffset? NotBefore => Certificate.EffectiveDate;

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset? NotAfter => Certificate.ExpiryDate;

    /// <summary>Whole days until it expires; negative when it has.</summary>
    public int? DaysLeft => Certificate.DaysLeft;

    /// <summary>SHA-256 of the certificate, upper-case hex.</summary>
    public string Thumbprint => Certificate.Sha256Thumbprint;

    /// <summary>The kind and size of its key.</summary>
    public string Key => Certificate.KeyDescription;

    /// <summary>The certificate as one of .NET. The caller disposes of it.</summary>
    public X509Certificate2 ToX509Certificate2() => Certificate.ToX509Certificate2();

    /// <summary>The certificate as one of .NET.</summary>
    public static explicit operator X509Certificate2(SslPeerCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.ToX509Certificate2();
    }

    /// <inheritdoc/>
    public override string ToString() => Subject;
}
