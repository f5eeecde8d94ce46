namespace QSslCore.Probing.Sessions;

/// <summary>What a ServerHello says.</summary>
internal sealed record ServerHelloFields(
    ushort Version, byte[] Random, byte[] SessionId, ushort Suite, byte Compression, IReadOnlyDictionary<ushort, byte[]> Extensions)
{
    /// <summary>The random of a retry request (RFC 8446, 4.1.3).</summary>
    private static readonly byte[] s_retry = Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    /// <summary>It asks for another ClientHello (TLS 1.3).</summary>
    public bool IsRetry => Random.AsSpan().SequenceEqual(s_retry);

    /// <summary>Reads the body of the message; null where it is none.</summary>
    public static ServerHelloFields? Read(ReadOnlySpan<byte> body)
    {
        WireReader reader = new(body);
        ushort version = reader.Word();
        byte[] random = reader.Bytes(32).ToArray(), id = reader.Counted8().ToArray();
        ushort suite = reader.Word();
        byte compression = (byte)reader.Byte();
        Dictionary<ushort, byte[]> extensions = [];
        if (!reader.IsAtEnd)
        {
            WireReader list = new(reader.Counted16());
            while (!list.IsAtEnd)
            {
                ushort type = list.Word();
                if (!extensions.TryAdd(type, list.Counted16().ToArray()) || list.HasFailed)
                    return null;
            }
        }
        if (reader.HasFailed || id.Length > 32)
            return null;
        // The version of TLS 1.3 is in an extension.
        if (extensions.TryGetValue(43, out byte[]? chosen) && chosen.Length == 2)
            version = (ushort)(chosen[0] << 8 | chosen[1]);
        return new(version, random, id, suite, compression, extensions);
    }
}
