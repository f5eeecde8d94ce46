namespace QSslCore.StartTls;

/// <summary>Telnet with the option START_TLS (46), which terminal servers and mainframes support.</summary>
internal sealed class TelnetDialogue(string hostName) : StartTlsDialogue(hostName)
{
    private const byte Iac = 255, Dont = 254, Do = 253, Wont = 252, Will = 251, Sb = 250, Se = 240;
    private const byte StartTls = 46, Follows = 1;

    // Both sides may negotiate without being asked.
    private protected override bool IsAnswer(ReadOnlySpan<byte> rest) => false;

    protected override void Begin() => Send([Iac, Will, StartTls], "WILL START_TLS");

    protected override int Take(ReadOnlySpan<byte> input)
    {
        if (input[0] != Iac)
        {
            // A banner or a prompt: the server continues in plain text.
            End(StartTlsStatus.NotOffered, "the server continued in plain text");
            return 0;
        }
        // Commands without an option: no operation, go ahead, are you there.
        if (input.Length >= 2 && input[1] is >= Se and < Sb)
            return 2;
        if (input.Length < 3)
            return 0;
        if (input[1] == Sb)
            return OnSubnegotiation(input);
        (byte verb, byte option) = (input[1], input[2]);
        Note('S', $"(IAC {verb} {option})");
        switch (verb)
        {
            case Do when option == StartTls:
                Send([Iac, Sb, StartTls, Follows, Iac, Se], "START_TLS FOLLOWS");
                break;
            case Dont when option == StartTls:
                End(StartTlsStatus.NotOffered, "the server does not want START_TLS");
                break;
            case Do:
                Send([Iac, Wont, option], $"WONT {option}");
                break;
            case Will:
                Send([Iac, Dont, option], $"DONT {option}");
                break;
            case Dont or Wont:
                break;
            default:
                End(StartTlsStatus.Unintelligible, "the server does not negotiate like telnet");
                break;
        }
        return 3;
    }

    private int OnSubnegotiation(ReadOnlySpan<byte> input)
    {
        int end = input.IndexOf([Iac, Se]);
        if (end < 0)
            return 0;
        if (input[2] == StartTls && end == 4 && input[3] == Follows)
        {
            Note('S', "(START_TLS FOLLOWS)");
            End(StartTlsStatus.Ready);
        }
        return end + 2;
    }
}
