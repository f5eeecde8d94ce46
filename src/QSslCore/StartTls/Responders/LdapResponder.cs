using System.Formats.Asn1;
using System.Numerics;
using System.Text;

namespace QSslCore.StartTls;

/// <summary>LDAP: answers the extended request.</summary>
internal sealed class LdapResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    private const byte Success = 0, ProtocolError = 2, Unavailable = 52;

    private static readonly Asn1Tag s_request = new(TagClass.Application, 23, isConstructed: true);
    private static readonly Asn1Tag s_response = new(TagClass.Application, 24, isConstructed: true);

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        int length = LdapDialogue.LengthOf(input);
        if (length < 0)
            Reject("the client does not speak LDAP");
        if (length <= 0)
            return 0;
        try
        {
            AsnReader message = new AsnReader(input[..length].ToArray(), AsnEncodingRules.BER).ReadSequence();
            BigInteger number = message.ReadInteger();
            string oid = Encoding.ASCII.GetString(message.ReadSequence(s_request)
                .ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)));
            Note(Peer, $"(ExtendedRequest {oid})");
            if (oid == LdapDialogue.StartTlsOid)
                Answer("ExtendedResponse", Respond(number, Success, ""), Respond(number, Unavailable, "not now"),
                    Respond(number, ProtocolError, "unknown request"));
            else
                Send(Respond(number, ProtocolError, "unknown request"), "unknown request");
        }
        catch (AsnContentException)
        {
            Reject("the client did not ask for TLS");
        }
        return length;
    }

    private static byte[] Respond(BigInteger number, byte code, string diagnosis)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(number);
            using (writer.PushSequence(s_response))
            {
                writer.WriteEncodedValue([0x0A, 1, code]);
                writer.WriteOctetString([]);
                writer.WriteOctetString(Encoding.UTF8.GetBytes(diagnosis));
                writer.WriteOctetString(Encoding.ASCII.GetBytes(LdapDialogue.StartTlsOid), new Asn1Tag(TagClass.ContextSpecific, 10));
            }
        }
        return writer.Encode();
    }
}
