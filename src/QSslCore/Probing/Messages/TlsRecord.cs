namespace QSslCore.Probing.Messages;

/// <summary>A record of TLS.</summary>
/// <param name="Type">What is in it.</param>
/// <param name="Version">The version it names.</param>
/// <param name="Payload">Its content, which may be encrypted.</param>
internal readonly record struct TlsRecord(int Type, int Version, byte[] Payload)
{
    public const int ChangeCipherSpec = 20;
    public const int Alert = 21;
    public const int Handshake = 22;
    public const int ApplicationData = 23;
    public const int Heartbeat = 24;
    public const int HeaderLength = 5;

    /// <summary>The longest payload of a protected record (RFC 5246, 6.2.3).</summary>
    public const int MaxPayload = (1 << 14) + 2048;

    private const int MaxPlainPayload = 1 << 14;

    /// <summary>Content as records, as many as it takes.</summary>
    public static byte[] Write(int type, int version, ReadOnlySpan<byte> content)
    {
        List<byte> bytes = new(content.Length + HeaderLength);
        do
        {
            ReadOnlySpan<byte> piece = content[..Math.Min(content.Length, MaxPlainPayload)];
            bytes.Add((byte)type);
            bytes.Word(version);
            bytes.Counted16(piece);
            content = content[piece.Length..];
        }
        while (!content.IsEmpty);
        return [.. bytes];
    }
}
