using QSslCore;

namespace QSslModule;

/// <summary>The result of the verification of a certificate chain.</summary>
public sealed class SslCertificateVerdict
{
    internal SslCertificateVerdict(QSslCertificate[] chain, string hostName, DateTimeOffset at, IReadOnlyList<QSslError> errors)
    {
        Chain = chain;
        HostName = hostName;
        At = at;
        Errors = errors;
    }

    /// <summary>Whether the chain has no errors.</summary>
    public bool Verified => Errors.Count == 0;

    /// <summary>The errors, each with the certificate that it applies to.</summary>
    public IReadOnlyList<QSslError> Errors { get; }

    /// <summary>The text of the first error; empty if there is none.</summary>
    public string Reason => Errors.Count == 0 ? "" : Errors[0].ErrorString;

    /// <summary>The certificate that was verified.</summary>
    public QSslCertificate Certificate => Chain.Length > 0 ? Chain[0] : QSslCertificate.Null;

    /// <summary>The certificates in the order of the input.</summary>
    public QSslCertificate[] Chain { get; }

    /// <summary>The subject of the certificate.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>The name that the certificate had to be valid for; empty for any.</summary>
    public string HostName { get; }

    /// <summary>The time when the certificate had to be valid.</summary>
    public DateTimeOffset At { get; }

    /// <inheritdoc/>
    public override string ToString() => Verified ? $"{Subject}: verified" : $"{Subject}: {VisibleText.Of(Reason)}";
}
