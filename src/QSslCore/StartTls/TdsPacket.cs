using System.Buffers.Binary;

namespace QSslCore.StartTls;

/// <summary>Packets of the Tabular Data Stream (MS-TDS) and the options of PRELOGIN, for both sides.</summary>
internal static class TdsPacket
{
    public const int HeaderLength = 8;
    public const byte PreLogin = 0x12;
    public const byte TabularResult = 0x04;

    public const byte EncryptOff = 0;
    public const byte EncryptOn = 1;
    public const byte EncryptNotSupported = 2;
    public const byte EncryptRequired = 3;

    /// <summary>The first byte of an error in an answer.</summary>
    public const byte ErrorToken = 0xAA;

    private const byte VersionOption = 0;
    private const byte EncryptionOption = 1;
    private const byte EndOfOptions = 0xFF;
    private const byte EndOfMessage = 1;
    private const int MaxPacketLength = 32 * 1024;

    /// <summary>The length of the packet at the beginning of the input; 0 if its header is not complete, or -1 if it is not of that
    /// type.</summary>
    public static int LengthOf(ReadOnlySpan<byte> input, byte type)
    {
        if (input[0] != type)
            return -1;
        if (input.Length < HeaderLength)
            return 0;
        int length = BinaryPrimitives.ReadUInt16BigEndian(input[2..]);
        // A prelogin message of either side is a single packet.
        return length is > HeaderLength and <= MaxPacketLength && (input[1] & EndOfMessage) != 0 ? length : -1;
    }

    /// <summary>A message with a version and the sender's encryption option. A client's message claims no version, and has one more of the
    /// usual options.</summary>
    public static byte[] WritePreLogin(byte type, byte encryption)
    {
        (byte Option, byte[] Value)[] options = type == PreLogin
            ? [(VersionOption, new byte[6]), (EncryptionOption, [encryption]), (2, [0]), (3, new byte[4]), (4, [0])]
            : [(VersionOption, [15, 0, 0, 0, 0, 0]), (EncryptionOption, [encryption]), (2, [0]), (4, [0])];
        int offset = options.Length * 5 + 1;
        List<byte> head = [], values = [];
        foreach ((byte option, byte[] value) in options)
        {
            head.AddRange([option, (byte)(offset >> 8), (byte)offset, 0, (byte)value.Length]);
            values.AddRange(value);
            offset += value.Length;
        }
        int length = HeaderLength + offset;
        return [type, EndOfMessage, (byte)(length >> 8), (byte)length, 0, 0, 1, 0, .. head, EndOfOptions, .. values];
    }

    /// <summary>The encryption option of a prelogin message; null if it is not such a message.</summary>
    public static byte? ReadEncryption(ReadOnlySpan<byte> message)
    {
        for (int at = 0; at + 5 <= message.Length && message[at] != EndOfOptions; at += 5)
        {
            int offset = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 1)..]);
            if (message[at] == EncryptionOption)
                return offset < message.Length ? message[offset] : null;
        }
        return null;
    }
}
