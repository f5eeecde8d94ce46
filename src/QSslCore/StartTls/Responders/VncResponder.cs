namespace QSslCore.StartTls;

/// <summary>VNC with VeNCrypt.</summary>
internal sealed class VncResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    private const byte VeNCrypt = 19;
    private const byte NoSecurity = 1;

    private int _turn;

    protected override void Begin()
    {
        // Later in the dialogue, every byte has a meaning.
        if (AnswersWrongly)
            Answer("version", [], [], []);
        else
            Send("RFB 003.008\n");
    }

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        int length = _turn switch { 0 => 12, 1 => 1, 2 => 2, _ => 4 };
        if (input.Length < length)
            return 0;
        Note(Peer, $"(turn {_turn})");
        switch (_turn++)
        {
            case 0 when !input.StartsWith("RFB 003.008"u8):
                Reject("the client does not speak VNC 3.8");
                break;
            case 0:
                Send([1, OffersTls ? VeNCrypt : NoSecurity], "security types");
                break;
            case 1 when input[0] != VeNCrypt:
                Reject("the client did not ask for TLS");
                break;
            case 1:
                Send([0, 2], "VeNCrypt 0.2");
                break;
            case 2:
                Send([0, 1, 0, 0, 1, 4], "subtype 260");
                break;
            default:
                Answer("subtype taken", [1], [0], [0]);
                break;
        }
        return length;
    }
}
