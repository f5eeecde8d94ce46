using QSslCore;

namespace QSslModule;

/// <summary>A certificate of a chain in a report: plain values that survive JSON, CLIXML and remoting.</summary>
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

    /// <summary>Who signed it.</summary>
    public string Issuer { get; internal init; } = "";

    /// <summary>From when it is valid, UTC.</summary>
    public DateTime? NotBefore { get; internal init; }

    /// <summary>Until when it is valid, UTC.</summary>
    public DateTime? NotAfter { get; internal init; }

    /// <summary>Whole days until it expires; negative when it has.</summary>
    public int? DaysLeft { get; internal init; }

    /// <summary>The kind and size of its key.</summary>
    public string Key { get; internal init; } = "";

    /// <summary>The algorithm of its signature.</summary>
    public string Signature { get; internal init; } = "";

    /// <summary>SHA-256 of the certificate, upper-case hex.</summary>
    public string Thumbprint { get; internal init; } = "";

    /// <summary>SHA-256 of its public key, as <c>sha256/</c> and base64.</summary>
    public string Pin { get; internal init; } = "";

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of(Subject);
}
