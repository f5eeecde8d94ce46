using System.Globalization;

namespace QSslCore.StartTls;

/// <summary>
/// SQL Server (MS-TDS 7.1 and later). Both sides state their encryption option in PRELOGIN. Then the records of the handshake are sent
/// in packets of the same type. TDS 8.0 begins with TLS and the application protocol tds/8.0, and needs no dialogue.
/// </summary>
internal sealed class MsSqlDialogue(string hostName) : StartTlsDialogue(hostName)
{
    public override bool WrapsHandshake => true;

    protected override void Begin() => Send(TdsPacket.WritePreLogin(TdsPacket.PreLogin, TdsPacket.EncryptOn), "PRELOGIN, encryption on");

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int length = TdsPacket.LengthOf(input, TdsPacket.TabularResult);
        if (length < 0)
        {
            End(StartTlsStatus.Unintelligible, "the peer does not speak TDS");
            return 0;
        }
        if (length == 0 || input.Length < length)
            return 0;
        ReadOnlySpan<byte> answer = input[TdsPacket.HeaderLength..length];
        if (answer[0] == TdsPacket.ErrorToken)
        {
            End(StartTlsStatus.Refused, "the server answered PRELOGIN with an error");
            return length;
        }
        byte? encryption = TdsPacket.ReadEncryption(answer);
        Note('S', string.Create(CultureInfo.InvariantCulture,
            $"(PRELOGIN, encryption {encryption?.ToString(CultureInfo.InvariantCulture) ?? "not mentioned"})"));
        switch (encryption)
        {
            case TdsPacket.EncryptOn or TdsPacket.EncryptRequired:
                End(StartTlsStatus.Ready);
                break;
            case TdsPacket.EncryptOff:
                End(StartTlsStatus.Refused, "the server would encrypt only the login");
                break;
            case TdsPacket.EncryptNotSupported:
                End(StartTlsStatus.NotOffered, "the server is not set up for encryption");
                break;
            default:
                End(StartTlsStatus.Unintelligible, "the server's PRELOGIN does not mention encryption");
                break;
        }
        return length;
    }
}
