namespace QSslCore.Probing.Sessions;

/// <summary>A record as it came: its payload may be encrypted.</summary>
internal readonly record struct RawRecord(byte Type, ushort Version, byte[] Payload)
{
    /// <summary>ChangeCipherSpec.</summary>
    public const byte ChangeCipherSpec = 20;

    /// <summary>An alert.</summary>
    public const byte Alert = 21;

    /// <summary>Messages of the handshake.</summary>
    public const byte Handshake = 22;

    /// <summary>Data of the application.</summary>
    public const byte Data = 23;

    /// <summary>A heartbeat (RFC 6520).</summary>
    public const byte Heartbeat = 24;

    /// <summary>The record on the wire.</summary>
    public static byte[] Frame(byte type, ushort version, ReadOnlySpan<byte> payload) =>
        [type, (byte)(version >> 8), (byte)version, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
}
