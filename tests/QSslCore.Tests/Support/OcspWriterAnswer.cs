using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tests.Support;

/// <summary>An answer of <see cref="OcspWriter"/>. By default, it is good and about <see cref="TestPki.ServerRsa"/>.</summary>
internal sealed class OcspWriterAnswer
{
    public QSslCertificate Subject { get; init; } = TestPki.ServerRsa.Certificate;

    public QSslCertificate Issuer { get; init; } = TestPki.RootRsa.Certificate;

    public QOcspCertificateStatus Status { get; init; } = QOcspCertificateStatus.Good;

    public DateTimeOffset ThisUpdate { get; init; } = DateTimeOffset.UtcNow.AddMinutes(-5);

    public DateTimeOffset? NextUpdate { get; init; } = DateTimeOffset.UtcNow.AddDays(1);

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA1;

    public (string Oid, bool IsCritical)[] Extensions { get; init; } = [];

    public byte[] Write()
    {
        using X509Certificate2 subject = Subject.ToX509Certificate2(), issuer = Issuer.ToX509Certificate2();
        string hash = Hash.Name switch
        {
            "MD5" => "1.2.840.113549.2.5",
            "SHA1" => "1.3.14.3.2.26",
            _ => "2.16.840.1.101.3.4.2.1",
        };
        byte[] id = OcspWriter.Sequence(
            w => w.WriteEncodedValue(OcspWriter.Sequence(inner => inner.WriteObjectIdentifier(hash))),
            w => w.WriteOctetString(CryptographicOperations.HashData(Hash, subject.IssuerName.RawData)),
            w => w.WriteOctetString(CryptographicOperations.HashData(Hash, issuer.GetPublicKey())),
            w => w.WriteInteger(subject.SerialNumberBytes.Span));
        return OcspWriter.Sequence(
            w => w.WriteEncodedValue(id), WriteStatus,
            w => w.WriteGeneralizedTime(ThisUpdate, omitFractionalSeconds: true),
            w =>
            {
                if (NextUpdate is { } next)
                    OcspWriter.Tagged(w, 0, inner => inner.WriteGeneralizedTime(next, omitFractionalSeconds: true));
            },
            w => OcspWriter.WriteExtensions(w, Extensions));
    }

    private void WriteStatus(AsnWriter writer)
    {
        if (Status == QOcspCertificateStatus.Revoked)
            OcspWriter.Tagged(writer, 1, inner =>
                inner.WriteGeneralizedTime(DateTimeOffset.UtcNow.AddDays(-1), omitFractionalSeconds: true));
        else
            writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, Status == QOcspCertificateStatus.Good ? 0 : 2));
    }
}
