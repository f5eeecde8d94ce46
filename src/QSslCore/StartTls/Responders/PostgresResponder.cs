using System.Buffers.Binary;

namespace QSslCore.StartTls;

/// <summary>PostgreSQL: answers an SSLRequest with one byte.</summary>
internal sealed class PostgresResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        if (input.Length < 8)
            return 0;
        int code = BinaryPrimitives.ReadInt32BigEndian(input[4..]);
        if (BinaryPrimitives.ReadInt32BigEndian(input) != 8 || code is not (SslRequest or GssRequest))
        {
            Reject("the client did not ask for TLS");
            return 0;
        }
        Note(Peer, code == SslRequest ? "(SSLRequest)" : "(GSSENCRequest)");
        if (code == GssRequest)
            Send("N");
        else
            Answer("S", "S"u8, [(byte)'E', 0, 0, 0, 28, .. "SFATAL\0C53300\0Mnot now\0\0"u8], "N"u8);
        return 8;
    }
}
