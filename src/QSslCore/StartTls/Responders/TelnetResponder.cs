namespace QSslCore.StartTls;

/// <summary>Telnet with the option START_TLS.</summary>
internal sealed class TelnetResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    private const byte Iac = 255, Dont = 254, Do = 253, Will = 251, Sb = 250, Se = 240, Wont = 252;
    private const byte StartTls = 46, Follows = 1;

    protected override void Begin()
    {
        if (OffersTls)
            Send([Iac, Do, StartTls], "DO START_TLS");
        else
            Send("login: ");
    }

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        if (input[0] != Iac)
            return input.Length;
        if (input.Length < 3)
            return 0;
        if (input[1] == Sb)
        {
            int end = input.IndexOf([Iac, Se]);
            if (end < 0)
                return 0;
            Note(Peer, $"(subnegotiation of {input[2]})");
            if (input[2] == StartTls)
                Answer("START_TLS FOLLOWS", [Iac, Sb, StartTls, Follows, Iac, Se], [Iac, Dont, StartTls], [Iac, Dont, StartTls]);
            return end + 2;
        }
        Note(Peer, $"(IAC {input[1]} {input[2]})");
        if (input[2] != StartTls && input[1] is Will or Do)
            Send([Iac, input[1] == Will ? Dont : Wont, input[2]], "no");
        return 3;
    }
}
