using System.Formats.Asn1;

namespace QSslCore;

/// <summary>A parsed OCSP response (RFC 6960, section 4.2.1). It must be DER, so that the parsed data is the signed data.</summary>
internal sealed record OcspStructure
{
    private const AsnEncodingRules Rules = AsnEncodingRules.DER;
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The status of the responder: 0 for an answer, any other value for a refusal.</summary>
    public int Status { get; private init; }

    /// <summary>The signed data; null if it is malformed or missing.</summary>
    public OcspResponseData? Data { get; private init; }

    /// <summary>The AlgorithmIdentifier of the signature.</summary>
    public ReadOnlyMemory<byte> SignatureAlgorithm { get; private init; }

    /// <summary>The certificates in the response. They are not verified.</summary>
    public IReadOnlyList<QSslCertificate> Certificates { get; private init; } = [];

    /// <summary>The part that is malformed, as a sentence; empty if there is none.</summary>
    public string Fault { get; private init; } = "";

    /// <returns>Null if the data does not contain an OCSP response that can be judged.</returns>
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
