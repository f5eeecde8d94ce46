using QSslCore;

namespace QSslModule;

/// <summary>A certificate of a chain in a report. It has plain values only, which JSON, CLIXML and remoting keep.</summary>
public sealed class SslReportCertificate
{
    internal SslReportCertificate()
    {
    }

    internal SslReportCertificate(QSslCertificate certificate, DateTimeOffset now)
    {
        Subject = certificate.Subject;
        Issuer = certificate.Issuer;
        NotBefore = certificate.EffectiveDate?.UtcDateTime;
        NotAfter = certificate.ExpiryDate?.UtcDateTime;
        DaysLeft = certificate.DaysLeftAt(now);
        Key = certificate.KeyDescription;
        Signature = certificate.SignatureAlgorithm;
        Thumbprint = certificate.Sha256Thumbprint;
        Pin = certificate.SpkiPin;
    }

    /// <summary>The subject.</summary>
    public string Subject { get; internal init; } = "";

    /// <summary>The issuer.</summary>
    public string Issuer { get; internal init; } = "";

    /// <summary>The start of its validity, in UTC.</summary>
    public DateTime? NotBefore { get; internal init; }

    /// <summary>The end of its validity, in UTC.</summary>
    public DateTime? NotAfter { get; internal init; }

    /// <summary>The number of whole days until it expires; negative if it has expired.</summary>
    public int? DaysLeft { get; internal init; }

    /// <summary>The algorithm and the size of its key.</summary>
    public string Key { get; internal init; } = "";

    /// <summary>The algorithm of its signature.</summary>
    public string Signature { get; internal init; } = "";

    /// <summary>The SHA-256 hash of the certificate, in upper-case hexadecimal.</summary>
    public string Thumbprint { get; internal init; } = "";

    /// <summary>The SHA-256 hash of its public key, as <c>sha256/</c> and base64.</summary>
    public string Pin { get; internal init; } = "";

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of(Subject);
}
