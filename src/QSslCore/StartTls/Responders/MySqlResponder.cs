namespace QSslCore.StartTls;

/// <summary>MySQL and MariaDB: the greeting contains the offer, and a client that accepts it starts the handshake at once.</summary>
internal sealed class MySqlResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    private const int RequestLength = 4 + 32;
    private const byte ClientSslInSecondByte = 0x08;

    private protected override bool HandshakeMayFollow => true;

    protected override void Begin() => Answer(
        "greeting", Greeting(0xFFFF), [22, 0, 0, 0, 0xFF, 0x10, 0x04, .. "#08004Not here, now"u8],
            Greeting(0xFFFF & ~(ClientSslInSecondByte << 8)), () => { });

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        if (input.Length < 6)
            return 0;
        if (input[0] != 32 || input[1] != 0 || input[2] != 0 || (input[5] & ClientSslInSecondByte) == 0)
        {
            Reject("the client did not ask for TLS");
            return 0;
        }
        if (input.Length < RequestLength)
            return 0;
        Note(Peer, "(SSLRequest)");
        GoAhead();
        return RequestLength;
    }

    private static byte[] Greeting(int capabilities)
    {
        byte[] body =
        [
            10, .. "8.0.0-server.test\0"u8, 1, 0, 0, 0, .. "abcdefgh"u8, 0, (byte)capabilities, (byte)(capabilities >> 8), 45, 2, 0,
            0x08, 0, 21, .. new byte[10], .. "ijklmnopqrst"u8, 0, .. "mysql_native_password\0"u8,
        ];
        return [(byte)body.Length, 0, 0, 0, .. body];
    }
}
