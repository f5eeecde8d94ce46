using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace QSslModule;

/// <summary>The contents of a certificate to create.</summary>
internal sealed record CertificateTemplate
{
    public required string Subject { get; init; }

    public IReadOnlyList<string> DnsNames { get; init; } = [];

    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    public IReadOnlyList<string> EmailAddresses { get; init; } = [];

    public bool IsAuthority { get; init; }

    public X509KeyUsageFlags KeyUsage { get; init; }

    /// <summary>Object identifiers of purposes; empty for any purpose.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    public SslKeyKind KeyKind { get; init; }

    public DateTimeOffset NotBefore { get; init; }

    public DateTimeOffset NotAfter { get; init; }

    public bool DamagesSignature { get; init; }
}
