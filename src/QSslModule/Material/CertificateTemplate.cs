using System.Net;

namespace QSslModule;

/// <summary>What a certificate is to say.</summary>
internal sealed record CertificateTemplate(
    string Subject, IReadOnlyList<string> DnsNames, IReadOnlyList<IPAddress> Addresses, bool IsAuthority, SslKeyKind KeyKind,
    DateTimeOffset NotBefore, DateTimeOffset NotAfter);
