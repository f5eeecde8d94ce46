using System.Formats.Asn1;
using System.Security.Cryptography;

namespace QSslCore.Sockets;

/// <summary>
/// A session as a socket gives it out: the backend's ticket, and the identity of this side when it was made. To the server,
/// the side that resumes it still has that identity, so no other identity may.
/// </summary>
/// <remarks>SEQUENCE { OCTET STRING owner: SHA-256 of this side's certificate, empty without one; OCTET STRING ticket }</remarks>
internal sealed record OwnedSession(byte[] Owner, byte[] Ticket)
{
    public static OwnedSession Of(byte[] ticket, QSslConfiguration configuration) => new(OwnerIn(configuration), ticket);

    /// <summary>Whether it was made with the certificate of a configuration, or without one where that has none.</summary>
    public bool BelongsTo(QSslConfiguration configuration) => Owner.AsSpan().SequenceEqual(OwnerIn(configuration));

    public byte[] Encode()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Owner);
            writer.WriteOctetString(Ticket);
        }
        return writer.Encode();
    }

    /// <summary>Null for what is none.</summary>
    public static OwnedSession? Decode(byte[] session)
    {
        try
        {
            AsnReader whole = new(session, AsnEncodingRules.DER);
            AsnReader reader = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            OwnedSession read = new(reader.ReadOctetString(), reader.ReadOctetString());
            reader.ThrowIfNotEmpty();
            return read;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static byte[] OwnerIn(QSslConfiguration configuration) =>
        configuration.LocalCertificate is { IsNull: false } own ? SHA256.HashData(own.Der) : [];
}
