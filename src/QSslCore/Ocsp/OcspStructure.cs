using System.Formats.Asn1;

namespace QSslCore;

/// <summary>An OCSP response taken apart (RFC 6960, section 4.2.1). It has to be DER: what is read here is what was signed.</summary>
internal sealed record OcspStructure
{
    private const AsnEncodingRules Rules = AsnEncodingRules.DER;
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The responder's own status: 0 for an answer, anything else for a refusal.</summary>
    public int Status { get; private init; }

    /// <summary>What is signed; null when it is malformed, or there is none.</summary>
    public OcspResponseData? Data { get; private init; }

    /// <summary>The AlgorithmIdentifier of the signature.</summary>
    public ReadOnlyMemory<byte> SignatureAlgorithm { get; private init; }

    /// <summary>The certificates sent along, which nothing has verified.</summary>
    public IReadOnlyList<QSslCertificate> Certificates { get; private init; } = [];

    /// <summary>What is malformed, as a sentence; empty when nothing is.</summary>
    public string Fault { get; private init; } = "";

    /// <returns>Null when there is no OCSP response in it that could be looked at.</returns>
    public static OcspStructure? Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            AsnReader outer = new(encoded, Rules);
            AsnReader response = outer.ReadSequence();
            int status = response.ReadEnumeratedBytes().Span is [var number] ? number : throw new AsnContentException();
            if (outer.HasData)
                return new() { Fault = "Bytes follow the OCSP response" };
            if (status != 0)
                return new() { Status = status };
            AsnReader tagged = response.ReadSequence(s_context0);
            AsnReader typed = tagged.ReadSequence();
            string type = typed.ReadObjectIdentifier();
            byte[] content = typed.ReadOctetString();
            if (response.HasData || tagged.HasData || typed.HasData)
                return new() { Fault = "Bytes follow the content of the OCSP response" };
            return type == Basic
                ? ReadBasic(new AsnReader(content, Rules))
                : new() { Fault = $"The OCSP response is of the type {type}, and only basic ones are understood" };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static OcspStructure ReadBasic(AsnReader outer)
    {
        AsnReader basic = outer.ReadSequence();
        ReadOnlyMemory<byte> data = basic.ReadEncodedValue(), algorithm = basic.ReadEncodedValue();
        basic.ReadBitString(out int unused);
        List<QSslCertificate> certificates = [];
        if (basic.HasData)
        {
            for (AsnReader list = basic.ReadSequence(s_context0).ReadSequence(); list.HasData;)
                certificates.Add(QSslCertificate.FromDer(list.ReadEncodedValue().Span));
        }
        if (unused != 0 || basic.HasData || outer.HasData)
            return new() { Fault = "Bytes follow the signature of the OCSP response" };
        try
        {
            return new() { Data = OcspResponseData.Read(data), SignatureAlgorithm = algorithm, Certificates = certificates };
        }
        catch (AsnContentException e)
        {
            return new() { Fault = $"The OCSP response is malformed: {e.Message.TrimEnd('.')}" };
        }
    }
}
