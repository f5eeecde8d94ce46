using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Messages;

/// <summary>The server's first message.</summary>
/// <param name="Version">The version that was agreed on.</param>
/// <param name="Random">The random.</param>
/// <param name="SessionId">The session number; the client's own in TLS 1.3.</param>
/// <param name="Suite">The suite.</param>
/// <param name="Compression">The method of compression.</param>
/// <param name="Extensions">The extensions, as they stand in the message.</param>
internal sealed record ServerHello(int Version, byte[] Random, byte[] SessionId, int Suite, int Compression,
    IReadOnlyList<(int Type, byte[] Data)> Extensions)
{
    private const int MaxSessionId = 32;

    /// <summary>The random of a retry request (RFC 8446, 4.1.3).</summary>
    private static readonly byte[] s_retry = Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    /// <summary>It asks for another hello (TLS 1.3).</summary>
    public bool IsRetry => Random.AsSpan().SequenceEqual(s_retry);

    /// <summary>The group of its key share (TLS 1.3); -1 where there is none.</summary>
    public int Group => Find(TlsExtensionType.KeyShare) is { Length: >= 2 } share ? share[0] << 8 | share[1] : -1;

    /// <summary>The data of an extension; null where it is not there.</summary>
    public byte[]? Find(int type)
    {
        foreach ((int each, byte[] data) in Extensions)
        {
            if (each == type)
                return data;
        }
        return null;
    }

    public bool Has(int type) => Find(type) is not null;

    /// <summary>The application protocol that was chosen; null for none, and where the extension cannot be read.</summary>
    public string? Alpn() => ReadAlpn(Find(TlsExtensionType.Alpn));

    /// <summary>The application protocol of an extension.</summary>
    public static string? ReadAlpn(byte[]? data)
    {
        WireReader reader = new(new WireReader(data).Counted16());
        ReadOnlySpan<byte> name = reader.Counted8();
        return reader.HasFailed || name.IsEmpty ? null : System.Text.Encoding.Latin1.GetString(name);
    }

    /// <summary>Reads the body of the message; null where it cannot be read.</summary>
    public static ServerHello? Read(ReadOnlySpan<byte> body)
    {
        WireReader reader = new(body);
        int version = reader.Word();
        byte[] random = reader.Bytes(32).ToArray(), session = reader.Counted8().ToArray();
        int suite = reader.Word(), compression = reader.Byte();
        if (reader.HasFailed || session.Length > MaxSessionId)
            return null;
        List<(int Type, byte[] Data)> extensions = [];
        if (!reader.IsAtEnd && !ReadExtensions(reader.Counted16(), extensions) || reader.HasFailed || reader.Left > 0)
            return null;
        // TLS 1.3 names itself in an extension.
        foreach ((int type, byte[] data) in extensions)
        {
            if (type != TlsExtensionType.SupportedVersions)
                continue;
            if (data.Length != 2)
                return null;
            version = data[0] << 8 | data[1];
        }
        return new(version, random, session, suite, compression, extensions);
    }

    /// <summary>Reads a list of extensions, none of which may come twice.</summary>
    public static bool ReadExtensions(ReadOnlySpan<byte> list, List<(int Type, byte[] Data)> to)
    {
        WireReader reader = new(list);
        HashSet<int> seen = [];
        while (!reader.IsAtEnd)
        {
            int type = reader.Word();
            ReadOnlySpan<byte> data = reader.Counted16();
            if (reader.HasFailed || !seen.Add(type))
                return false;
            to.Add((type, data.ToArray()));
        }
        return !reader.HasFailed;
    }
}
