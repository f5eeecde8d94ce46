using System.Formats.Asn1;

namespace QSslCore.BouncyCastle.Library;

/// <summary>
/// The parts of a certificate that the library needs, as they are there. The library's own reader refuses what this project judges, and
/// writes what it has read in its own way.
/// </summary>
/// <param name="Signed">The part that is signed.</param>
/// <param name="SignedAlgorithm">The algorithm of the signature, as the signed part has it.</param>
/// <param name="Key">The public key (SubjectPublicKeyInfo).</param>
/// <param name="Algorithm">The algorithm beside the signature.</param>
/// <param name="Signature">The signature; empty if it is not made of whole bytes.</param>
internal sealed record CertificateParts(
    ReadOnlyMemory<byte> Signed, ReadOnlyMemory<byte> SignedAlgorithm, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Algorithm,
    byte[] Signature)
{
    private static readonly Asn1Tag s_version = new(TagClass.ContextSpecific, 0);

    /// <exception cref="AsnContentException">It is not a certificate.</exception>
    public static CertificateParts Read(ReadOnlyMemory<byte> certificate)
    {
        AsnReader whole = new AsnReader(certificate, AsnEncodingRules.BER).ReadSequence();
        ReadOnlyMemory<byte> signed = whole.PeekEncodedValue();
        AsnReader body = whole.ReadSequence();
        if (body.PeekTag().HasSameClassAndValue(s_version))
            body.ReadEncodedValue();
        _ = body.ReadEncodedValue();
        ReadOnlyMemory<byte> signedAlgorithm = body.ReadEncodedValue();
        // The issuer, the time and the subject.
        for (int i = 0; i < 3; i++)
            body.ReadEncodedValue();
        ReadOnlyMemory<byte> key = body.ReadEncodedValue(), algorithm = whole.ReadEncodedValue();
        byte[] signature = whole.ReadBitString(out int unused);
        return new(signed, signedAlgorithm, key, algorithm, unused == 0 ? signature : []);
    }
}
