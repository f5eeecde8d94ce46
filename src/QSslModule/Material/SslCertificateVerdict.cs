using QSslCore;

namespace QSslModule;

/// <summary>Whether a chain of certificates is good, and what is wrong with it.</summary>
public sealed class SslCertificateVerdict
{
    internal SslCertificateVerdict(QSslCertificate[] chain, string hostName, DateTimeOffset at, IReadOnlyList<QSslError> errors)
    {
        Chain = chain;
        HostName = hostName;
        At = at;
        Errors = errors;
    }

    /// <summary>True when nothing is wrong.</summary>
    public bool Verified => Errors.Count == 0;

    /// <summary>What is wrong, each with the certificate it is about.</summary>
    public IReadOnlyList<QSslError> Errors { get; }

    /// <summary>The first of the errors in words; empty when there is none.</summary>
    public string Reason => Errors.Count == 0 ? "" : Errors[0].ErrorString;

    /// <summary>The certificate that was verified.</summary>
    public QSslCertificate Certificate => Chain.Length > 0 ? Chain[0] : QSslCertificate.Null;

    /// <summary>The certificates as they were given.</summary>
    public QSslCertificate[] Chain { get; }

    /// <summary>The subject of the certificate.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>The name that it had to be valid for; empty for any.</summary>
    public string HostName { get; }

    /// <summary>The time at which it had to be valid.</summary>
    public DateTimeOffset At { get; }

    /// <inheritdoc/>
    public override string ToString() => Verified ? $"{Subject}: verified" : $"{Subject}: {VisibleText.Of(Reason)}";
}
