namespace QSslCore.StartTls;

/// <summary>RDP: answers the negotiation in the X.224 connection request.</summary>
internal sealed class RdpResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    private const int MaxRequestLength = 1024;

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        if (input.Length < 6)
            return input[0] == 3 ? 0 : NotRdp();
        int length = (input[2] << 8) | input[3];
        if (input[0] != 3 || input[5] != 0xE0 || length is < 11 or > MaxRequestLength)
            return NotRdp();
        if (input.Length < length)
            return 0;
        Note(Peer, "(connection request)");
        Answer("connection confirm", Confirm(2, 1), Confirm(3, 5), Confirm(3, 2));
        return length;
    }

    private int NotRdp()
    {
        Reject("the client does not speak RDP");
        return 0;
    }

    /// <summary>A connection confirm with a negotiation response (2) or failure (3).</summary>
    private static byte[] Confirm(byte kind, byte value) => [3, 0, 0, 19, 14, 0xD0, 0, 0, 0x12, 0x34, 0, kind, 0, 8, 0, value, 0, 0, 0];
}
