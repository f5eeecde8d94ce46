using System.Buffers.Binary;
using System.Text;

namespace QSslCore.StartTls;

/// <summary>MySQL and MariaDB (protocol 10): the server's greeting contains its capabilities, and the client answers with a short
/// login.</summary>
internal sealed class MySqlDialogue(string hostName) : StartTlsDialogue(hostName)
{
    private const int HeaderLength = 4;
    private const byte ProtocolVersion = 10;
    private const byte ErrorPacket = 0xFF;
    private const uint ClientSsl = 0x0800;

    /// <summary>Protocol 4.1, TLS and secure password exchange, the minimum that servers accept.</summary>
    private const uint Capabilities = 0x0200 | ClientSsl | 0x8000;

    protected override int Take(ReadOnlySpan<byte> input)
    {
        if (input.Length < HeaderLength)
            return 0;
        int length = input[0] | (input[1] << 8) | (input[2] << 16);
        if (length is 0 or > 4096 || input[3] > 1)
        {
            End(StartTlsStatus.Unintelligible, "the greeting of the peer is not that of MySQL");
            return 0;
        }
        if (input.Length < HeaderLength + length)
            return 0;
        OnGreeting(input.Slice(HeaderLength, length));
        return HeaderLength + length;
    }

    private void OnGreeting(ReadOnlySpan<byte> packet)
    {
        if (packet[0] == ErrorPacket)
        {
            End(StartTlsStatus.Refused, packet.Length > 3 ? Encoding.UTF8.GetString(packet[3..]) : "an error without a text");
            return;
        }
        int versionEnd = packet.IndexOf((byte)0);
        // The version is followed by the connection number, eight bytes, a zero, and the lower half of the capabilities.
        int flags = versionEnd + 1 + 4 + 8 + 1;
        if (packet[0] != ProtocolVersion || versionEnd < 0 || packet.Length < flags + 2)
        {
            End(StartTlsStatus.Unintelligible, "the greeting of the peer is not that of MySQL");
            return;
        }
        Note('S', $"(greeting, version {Encoding.UTF8.GetString(packet[1..versionEnd])})");
        if ((BinaryPrimitives.ReadUInt16LittleEndian(packet[flags..]) & ClientSsl) == 0)
        {
            End(StartTlsStatus.NotOffered, "the server's capabilities have no TLS");
            return;
        }
        byte[] request = new byte[HeaderLength + 32];
        request[0] = 32;
        request[3] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(4), Capabilities);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(8), 1 << 24);
        request[12] = 45;
        Send(request, "SSLRequest");
        End(StartTlsStatus.Ready);
    }
}
