using System.Buffers.Binary;
using System.Text;

namespace QSslCore.StartTls;

/// <summary>PostgreSQL (frontend/backend protocol 3, SSLRequest): the server answers with one byte.</summary>
internal sealed class PostgresDialogue(string hostName) : StartTlsDialogue(hostName)
{
    private static readonly byte[] s_request = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F];

    protected override void Begin() => Send(s_request, "SSLRequest");

    protected override int Take(ReadOnlySpan<byte> input)
    {
        switch (input[0])
        {
            case (byte)'S':
                Note('S', "S");
                End(StartTlsStatus.Ready);
                return 1;
            case (byte)'N':
                Note('S', "N");
                End(StartTlsStatus.NotOffered, "the server answered N: it is not set up for TLS");
                return 1;
            case (byte)'E':
                return OnError(input);
            default:
                End(StartTlsStatus.Unintelligible, "the answer to an SSLRequest is neither S nor N");
                return 0;
        }
    }

    /// <summary>Reads an error. Old servers send text that ends with a zero. Newer ones send a length and fields, each with a letter before
    /// it.</summary>
    private int OnError(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
            return 0;
        bool isOld = input[1] != 0;
        int length = isOld ? input.IndexOf((byte)0) + 1 : input.Length < 5 ? 0 : 1
            + (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(input[1..]), int.MaxValue - 1);
        if (length <= 0 || length > input.Length)
            return 0;
        string[] parts = Encoding.UTF8.GetString(input[(isOld ? 1 : Math.Min(5, length))..length])
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);
        string? said = isOld ? parts.FirstOrDefault() : parts.FirstOrDefault(field => field[0] == 'M')?[1..];
        End(StartTlsStatus.Refused, said?.Trim() is { Length: > 0 } text ? text : "an error without a text");
        return length;
    }
}
