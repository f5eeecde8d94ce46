using QSslCore;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Probing.Responders;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>Applies -StartTls and -Misbehave to a server.</summary>
internal static class ServerFaults
{
    /// <summary>Returns the dialogue before the handshake, or null if the server starts with TLS and without a fault.</summary>
    /// <param name="protocol">The protocol before TLS; null for none.</param>
    /// <param name="faults">The faults.</param>
    /// <param name="certificate">Returns the server's certificate in DER when a client connects.</param>
    /// <exception cref="MaterialException">The protocol does not exist, or the faults exclude each other or need a protocol.</exception>
    public static Func<StartTlsResponder>? Preface(string? protocol, IReadOnlyList<SslServerFault> faults, Func<byte[]> certificate)
    {
        SslServerFault[] spoken =
            [.. faults.Where(f => ToStartTls(f) != StartTlsFault.None || ServerWeaknesses.Find(f) is not null).Distinct()];
        if (spoken.Length > 1)
            throw new MaterialException(ServerErrors.ExclusiveFaults(faults, spoken));
        if (spoken is [var weakness] && ServerWeaknesses.Find(weakness) is { } weak)
        {
            return protocol is null
                ? () => new WeakResponder(weak, certificate())
                : throw new MaterialException(ServerErrors.FaultWithoutStartTls(faults, weakness));
        }
        StartTlsFault fault = spoken.Select(ToStartTls).FirstOrDefault();
        if (protocol is null)
        {
            if (fault == StartTlsFault.None)
                return null;
            return DirectResponder.Knows(fault)
                ? () => new DirectResponder(fault)
                : throw new MaterialException(ServerErrors.FaultNeedsStartTls(faults, fault));
        }
        StartTlsProtocol known = StartTlsProtocol.Find(protocol) is { HasServerSide: true } found
            ? found
            : throw new MaterialException(StartTlsErrors.UnknownServerProtocol(protocol));
        return () => known.CreateResponder(fault)!;
    }

    /// <summary>Determines whether a fault is one of the certificate. The certificate is then created with the fault.</summary>
    public static bool AnyOfCertificate(IEnumerable<SslServerFault> faults) => faults.Any(f => ToCertificate(f) is not null);

    /// <summary>The key kind of the certificate that is created by default: P-256, or RSA on a system that cannot create P-256.</summary>
    private static readonly Lazy<SslKeyKind> s_keyKind = new(() =>
    {
        try
        {
            using SigningKey usual = SigningKey.Make(SslKeyKind.EcP256);
            return SslKeyKind.EcP256;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return SslKeyKind.Rsa2048;
        }
    });

    /// <summary>Creates a certificate for loopback with the faults.</summary>
    public static SslIdentity MakeIdentity(IEnumerable<SslServerFault> faults, SslIdentity? issuer)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow.AddMinutes(-5);
        CertificateTemplate template = new()
        {
            Subject = "CN=localhost",
            DnsNames = ["localhost"],
            Addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback],
            KeyUsage = X509KeyUsageFlags.DigitalSignature,
            Purposes = [ExtensionNames.ServerAuthentication],
            // The weak suites need RSA.
            KeyKind = faults.Any(f => ServerWeaknesses.Find(f) is not null) ? SslKeyKind.Rsa2048 : s_keyKind.Value,
            NotBefore = start,
            NotAfter = start.AddDays(90),
        };
        return CertificateIssuer.Issue(faults.Select(ToCertificate).OfType<SslCertificateFault>()
            .Aggregate(template, CertificateFaults.Apply), issuer);
    }

    private static StartTlsFault ToStartTls(SslServerFault fault) => fault switch
    {
        SslServerFault.WrongAnswer => StartTlsFault.WrongAnswer,
        SslServerFault.NotOffered => StartTlsFault.NotOffered,
        SslServerFault.Refusal => StartTlsFault.Refusal,
        SslServerFault.GluedPlaintext => StartTlsFault.GluedPlaintext,
        SslServerFault.TruncatedHandshake => StartTlsFault.TruncatedHandshake,
        SslServerFault.Close => StartTlsFault.Close,
        SslServerFault.Silence => StartTlsFault.Silence,
        _ => StartTlsFault.None,
    };

    private static SslCertificateFault? ToCertificate(SslServerFault fault) => fault switch
    {
        SslServerFault.ExpiredCertificate => SslCertificateFault.Expired,
        SslServerFault.NotYetValidCertificate => SslCertificateFault.NotYetValid,
        SslServerFault.WrongNameCertificate => SslCertificateFault.WrongName,
        SslServerFault.WrongUsageCertificate => SslCertificateFault.WrongUsage,
        SslServerFault.BadSignatureCertificate => SslCertificateFault.BadSignature,
        _ => null,
    };
}
