using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace QSslCore.StartTls;

/// <summary>LDAP (RFC 4511, 4.14): an extended request.</summary>
internal sealed class LdapDialogue(string hostName) : StartTlsDialogue(hostName)
{
    internal const string StartTlsOid = "1.3.6.1.4.1.1466.20037";
    private const int Success = 0;
    private const int ProtocolError = 2;

    private static readonly Asn1Tag s_request = new(TagClass.Application, 23, isConstructed: true);
    private static readonly Asn1Tag s_response = new(TagClass.Application, 24, isConstructed: true);

    protected override void Begin()
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence(s_request))
                writer.WriteOctetString(Encoding.ASCII.GetBytes(StartTlsOid), new Asn1Tag(TagClass.ContextSpecific, 0));
        }
        Send(writer.Encode(), $"ExtendedRequest {StartTlsOid}");
    }

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int length = LengthOf(input);
        if (length < 0)
            End(StartTlsStatus.Unintelligible, "the peer does not speak LDAP");
        // A message that is not complete is not an error. The limit of a preface ends one that never becomes complete.
        if (length <= 0)
            return 0;
        try
        {
            AsnReader message = new AsnReader(input[..length].ToArray(), AsnEncodingRules.BER).ReadSequence();
            _ = message.ReadInteger();
            AsnReader response = message.ReadSequence(s_response);
            int code = response.ReadEnumeratedBytes().Span is [var result] ? result : throw new AsnContentException();
            _ = response.ReadOctetString();
            string diagnosis = Encoding.UTF8.GetString(response.ReadOctetString());
            string said = string.Create(CultureInfo.InvariantCulture, $"result {code} {diagnosis}").TrimEnd();
            Note('S', $"(ExtendedResponse, {said})");
            End(
                code switch { Success => StartTlsStatus.Ready, ProtocolError => StartTlsStatus.NotOffered, _ => StartTlsStatus.Refused },
                code == Success ? "" : said);
        }
        catch (AsnContentException)
        {
            End(StartTlsStatus.Unintelligible, "the answer is not an extended response of LDAP");
        }
        return length;
    }

    /// <summary>The length of the message at the beginning of the input; 0 if it is not complete, or -1 if it is not a message. LDAP
    /// has no message of indefinite length (RFC 4511, 5.1).</summary>
    public static int LengthOf(ReadOnlySpan<byte> input)
    {
        const byte Sequence = 0x30;
        const byte Indefinite = 0x80;
        if (input is not [Sequence, not Indefinite, ..])
            return input is [Sequence] ? 0 : -1;
        try
        {
            return AsnDecoder.TryReadEncodedValue(input, AsnEncodingRules.BER, out _, out _, out _, out int length) ? length : 0;
        }
        catch (AsnContentException)
        {
            return -1;
        }
    }
}
