using System.Formats.Asn1;

namespace QSslCore.Tls.OpenSsl;

/// <summary>
/// The exported form of a session: the library's own form and the chain that the peer presented, which the library does not
/// keep. Without the chain the peer could not be verified again.
/// </summary>
/// <remarks>SEQUENCE { INTEGER version (1), OCTET STRING session, SEQUENCE OF OCTET STRING certificate, leaf first }</remarks>
internal sealed record OpenSslTicket(byte[] Session, QSslCertificate[] Chain)
{
    private const int Version = 1;
    private const int MaxChainLength = 100;

    public byte[] Encode()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            writer.WriteOctetString(Session);
            using (writer.PushSequence())
            {
                foreach (QSslCertificate certificate in Chain)
                    writer.WriteOctetString(certificate.ToDer());
            }
        }
        return writer.Encode();
    }

    /// <summary>Returns null if the data is not a ticket.</summary>
    public static OpenSslTicket? Decode(byte[] ticket)
    {
        try
        {
            AsnReader whole = new(ticket, AsnEncodingRules.DER);
            AsnReader reader = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            if (!reader.TryReadInt32(out int version) || version != Version)
                return null;
            byte[] session = reader.ReadOctetString();
            AsnReader certificates = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            List<QSslCertificate> chain = [];
            while (certificates.HasData && chain.Count < MaxChainLength)
                chain.Add(QSslCertificate.FromDer(certificates.ReadOctetString()));
            return chain.Exists(c => c.IsNull) ? null : new(session, [.. chain]);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
