namespace QSslCore.StartTls;

/// <summary>SQL Server: answers PRELOGIN. Then the handshake is sent in packets.</summary>
internal sealed class MsSqlResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    public override bool WrapsHandshake => true;

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        int length = TdsPacket.LengthOf(input, TdsPacket.PreLogin);
        if (length < 0)
        {
            Reject("the client does not speak TDS");
            return 0;
        }
        if (length == 0 || input.Length < length)
            return 0;
        byte? wish = TdsPacket.ReadEncryption(input[TdsPacket.HeaderLength..length]);
        Note(Peer, $"(PRELOGIN, encryption {wish})");
        if (wish is null or TdsPacket.EncryptNotSupported)
        {
            Reject("the client cannot encrypt");
            return length;
        }
        Answer(
            "PRELOGIN", Say(wish == TdsPacket.EncryptOn ? TdsPacket.EncryptOn : TdsPacket.EncryptRequired),
                [TdsPacket.TabularResult, 1, 0, 9, 0, 0, 1, 0, TdsPacket.ErrorToken],
            Say(TdsPacket.EncryptNotSupported));
        return length;
    }

    private static byte[] Say(byte encryption) => TdsPacket.WritePreLogin(TdsPacket.TabularResult, encryption);
}
