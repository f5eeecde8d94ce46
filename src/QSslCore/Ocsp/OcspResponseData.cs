using System.Formats.Asn1;

namespace QSslCore;

/// <summary>The signed data of an OCSP response (ResponseData of RFC 6960, section 4.2.1).</summary>
/// <param name="ResponderName">The signer's encoded name; null if the response identifies the key.</param>
/// <param name="ResponderKeyHash">The SHA-1 hash of the signer's key; null if the response contains the name.</param>
/// <param name="ProducedAt">The time of the signature.</param>
/// <param name="Answers">The answers in their order.</param>
/// <param name="UnknownExtension">A critical extension that is not understood; empty for none.</param>
internal sealed record OcspResponseData(
    ReadOnlyMemory<byte>? ResponderName, ReadOnlyMemory<byte>? ResponderKeyHash, DateTimeOffset ProducedAt,
    IReadOnlyList<OcspAnswer> Answers, string UnknownExtension)
{
    private const AsnEncodingRules Rules = AsnEncodingRules.DER;
    private const int LastPlainReason = 6;
    private const int RemoveFromList = 8;
    private const string Nonce = "1.3.6.1.5.5.7.48.1.2";
    private const string ListReference = "1.3.6.1.5.5.7.48.1.3";
    private const string ArchiveCutoff = "1.3.6.1.5.5.7.48.1.6";
    private const string ReasonCode = "2.5.29.21";
    private const string InvalidityDate = "2.5.29.24";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_context1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_context2 = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag s_good = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag s_revoked = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_unknown = new(TagClass.ContextSpecific, 2);

    /// <exception cref="AsnContentException">The data is malformed.</exception>
    public static OcspResponseData Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader data = Whole(new AsnReader(encoded, Rules), reader => reader.ReadSequence());
        if (Next(data, s_context0) && !Whole(data.ReadSequence(s_context0), reader => reader.ReadInteger()).IsZero)
            throw new AsnContentException("The version is not 1.");
        ReadOnlyMemory<byte>? name = null, key = null;
        if (Next(data, s_context1))
            name = Whole(data.ReadSequence(s_context1), reader => reader.ReadEncodedValue());
        else
            key = Whole(data.ReadSequence(s_context2), reader => reader.ReadOctetString());
        DateTimeOffset producedAt = data.ReadGeneralizedTime();
        List<OcspAnswer> answers = [];
        for (AsnReader list = data.ReadSequence(); list.HasData;)
            answers.Add(ReadAnswer(list.ReadSequence()));
        string unknown = ReadExtensions(data, Nonce, ListReference, ArchiveCutoff);
        data.ThrowIfNotEmpty();
        return new(name, key, producedAt, answers, unknown);
    }

    private static OcspAnswer ReadAnswer(AsnReader answer)
    {
        AsnReader id = answer.ReadSequence();
        string hash = id.ReadSequence().ReadObjectIdentifier();
        OcspCertificateId certificate = new(hash, id.ReadOctetString(), id.ReadOctetString(), id.ReadIntegerBytes());
        id.ThrowIfNotEmpty();
        (QOcspCertificateStatus status, QOcspRevocationReason reason) = ReadStatus(answer);
        DateTimeOffset from = answer.ReadGeneralizedTime();
        DateTimeOffset? until = null;
        if (Next(answer, s_context0))
            until = Whole(answer.ReadSequence(s_context0), reader => reader.ReadGeneralizedTime());
        string unknown = ReadExtensions(
            answer, ListReference, ArchiveCutoff, ReasonCode, InvalidityDate, ExtensionNames.SignedCertificateTimestampsOfOcsp);
        answer.ThrowIfNotEmpty();
        return new(certificate, status, reason, from, until, unknown);
    }

    private static (QOcspCertificateStatus Status, QOcspRevocationReason Reason) ReadStatus(AsnReader answer)
    {
        if (Next(answer, s_revoked))
        {
            AsnReader revoked = answer.ReadSequence(s_revoked);
            revoked.ReadGeneralizedTime();
            QOcspRevocationReason reason = QOcspRevocationReason.None;
            if (Next(revoked, s_context0))
                reason = ToReason(Whole(revoked.ReadSequence(s_context0), reader => reader.ReadEnumeratedBytes()).Span);
            revoked.ThrowIfNotEmpty();
            return (QOcspCertificateStatus.Revoked, reason);
        }
        bool isGood = Next(answer, s_good);
        answer.ReadNull(isGood ? s_good : s_unknown);
        return (isGood ? QOcspCertificateStatus.Good : QOcspCertificateStatus.Unknown, QOcspRevocationReason.None);
    }

    /// <summary>RFC 5280 does not use the number 7, but Qt does.</summary>
    private static QOcspRevocationReason ToReason(ReadOnlySpan<byte> number) => number switch
    {
        [>= 0 and <= LastPlainReason] => (QOcspRevocationReason)number[0],
        [RemoveFromList] => QOcspRevocationReason.RemoveFromCRL,
        _ => QOcspRevocationReason.Unspecified,
    };

    /// <returns>The first critical extension that is not known.</returns>
    private static string ReadExtensions(AsnReader reader, params ReadOnlySpan<string> known)
    {
        if (!Next(reader, s_context1))
            return "";
        AsnReader explicitTag = reader.ReadSequence(s_context1);
        string unknown = "";
        HashSet<string> seen = [];
        for (AsnReader list = explicitTag.ReadSequence(); list.HasData;)
        {
            AsnReader extension = list.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            bool isCritical = extension.PeekTag() == Asn1Tag.Boolean;
            // To verify the signature, a library may encode the value again and omit the default. It would then see another response.
            if (isCritical && !extension.ReadBoolean())
                throw new AsnContentException($"The extension {oid} writes a default value out.");
            extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (!seen.Add(oid))
                throw new AsnContentException($"The extension {oid} is there more than once.");
            if (isCritical && unknown.Length == 0 && !known.Contains(oid))
                unknown = oid;
        }
        explicitTag.ThrowIfNotEmpty();
        return unknown;
    }

    private static bool Next(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag() == tag;

    private static T Whole<T>(AsnReader reader, Func<AsnReader, T> read)
    {
        T value = read(reader);
        reader.ThrowIfNotEmpty();
        return value;
    }
}
