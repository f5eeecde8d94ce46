using System.Text;

namespace QSslCore.StartTls;

/// <summary>PostgreSQL (frontend/backend protocol 3, SSLRequest): one byte answers.</summary>
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
                End(StartTlsStatus.Refused, Encoding.UTF8.GetString(input[1..]).TrimEnd('\0'));
                return input.Length;
            default:
                End(StartTlsStatus.Unintelligible, "the answer to an SSLRequest is neither S nor N");
                return 0;
        }
    }
}
