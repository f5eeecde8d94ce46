using System.Formats.Asn1;
using System.Runtime.CompilerServices;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.Security;
using QSslCore.BouncyCastle.Library;
using QSslCore.Tls.Stapling;

namespace QSslCore.BouncyCastle.Ocsp;

/// <summary>
/// Checks the signatures of OCSP responses and of certificates. The library checks those of responses over an encoding that it makes anew
/// of what it has read. Bytes that it reads and would write in another way are not signed, so what it would write has to be what is there.
/// </summary>
internal sealed class ResponseSignatures : IOcspSignatures
{
    // The library tests whether the modulus of an RSA key is composite each time it reads the key, which costs 20 times as much as
    // checking a signature by it. An authority's key is read once.
    private static readonly ConditionalWeakTable<QSslCertificate, AsymmetricKeyParameter> s_keys = [];

    public static ResponseSignatures Instance { get; } = new();

    public bool IsSignedBy(ReadOnlySpan<byte> response, QSslCertificate signer)
    {
        byte[] encoded = response.ToArray();
        return Holds(() => new OcspResp(encoded).GetResponseObject() is BasicOcspResp basic
            && basic.GetTbsResponseData().AsSpan().SequenceEqual(SignedPart(BasicResponse(encoded)).Span)
            && basic.Verify(KeyOf(signer)));
    }

    /// <summary>The signature is checked over the bytes as they are there: how well the rest of the certificate is made is another
    /// question, which has an answer of its own.</summary>
    public bool IsSignedBy(QSslCertificate certificate, QSslCertificate issuer) => Holds(() =>
    {
        CertificateParts parts = CertificateParts.Read(certificate.ToDer());
        // RFC 5280, section 4.1.1.2: both fields must state the same algorithm.
        if (!parts.SignedAlgorithm.Span.SequenceEqual(parts.Algorithm.Span))
            return false;
        IStreamCalculator<IVerifier> check = new Asn1VerifierFactory(
            AlgorithmIdentifier.GetInstance(parts.Algorithm.ToArray()), KeyOf(issuer)).CreateCalculator();
        using (Stream signed = check.Stream)
            signed.Write(parts.Signed.Span);
        return check.GetResult().IsVerified(parts.Signature);
    });

    private static AsymmetricKeyParameter KeyOf(QSslCertificate certificate) =>
        s_keys.GetValue(certificate, static one => PublicKeyFactory.CreateKey(CertificateParts.Read(one.ToDer()).Key.ToArray()));

    /// <summary>What a signature beside it is made over: the first element, as it is there.</summary>
    private static ReadOnlyMemory<byte> SignedPart(ReadOnlyMemory<byte> signed) =>
        new AsnReader(signed, AsnEncodingRules.BER).ReadSequence().PeekEncodedValue();

    /// <summary>The response within its envelope (RFC 6960, section 4.2.1).</summary>
    private static ReadOnlyMemory<byte> BasicResponse(byte[] response)
    {
        AsnReader envelope = new AsnReader(response, AsnEncodingRules.BER).ReadSequence();
        _ = envelope.ReadEncodedValue();
        AsnReader bytes = envelope.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        _ = bytes.ReadObjectIdentifier();
        return bytes.ReadOctetString();
    }

    private static bool Holds(Func<bool> check)
    {
        try
        {
            return check();
        }
#pragma warning disable CA1031 // The library throws many types of exceptions for data that it cannot read. Such data proves nothing.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }}
