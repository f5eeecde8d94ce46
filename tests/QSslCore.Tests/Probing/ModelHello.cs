using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Tests.Probing;

/// <summary>What a model server understands of a client's hello.</summary>
internal sealed record ModelHello(int Version, byte[] Random, byte[] SessionId, int[] Suites, byte[] Compression,
    IReadOnlyList<(int Type, byte[] Data)> Extensions, int Length)
{
    public byte[]? Find(int type) => Extensions.Where(each => each.Type == type).Select(each => each.Data).FirstOrDefault();

    public int[] Words(int type) => Find(type) is { } data ? Split(data.AsSpan(2)) : [];

    public int[] SupportedVersions => Find(TlsExtensionType.SupportedVersions) is { } data ? Split(data.AsSpan(1)) : [];

    public bool Offers(int version) => SupportedVersions.Length > 0 ? SupportedVersions.Contains(version)
        : version <= Math.Min(Version, TlsVersion.Tls12);

    public string[] Alpn
    {
        get
        {
            WireReader list = new(new WireReader(Find(TlsExtensionType.Alpn)).Counted16());
            List<string> names = [];
            while (!list.IsAtEnd)
                names.Add(System.Text.Encoding.ASCII.GetString(list.Counted8()));
            return [.. names];
        }
    }

    /// <summary>The client's share for a group; null where there is none.</summary>
    public byte[]? Share(int group)
    {
        WireReader list = new(new WireReader(Find(TlsExtensionType.KeyShare)).Counted16());
        while (!list.IsAtEnd)
        {
            int code = list.Word();
            ReadOnlySpan<byte> key = list.Counted16();
            if (code == group)
                return key.ToArray();
        }
        return null;
    }

    /// <summary>Reads the message with its header.</summary>
    public static ModelHello Read(ReadOnlySpan<byte> message)
    {
        WireReader reader = new(message[4..]);
        int version = reader.Word();
        byte[] random = reader.Bytes(32).ToArray(), session = reader.Counted8().ToArray();
        int[] suites = Split(reader.Counted16());
        byte[] compression = reader.Counted8().ToArray();
        List<(int Type, byte[] Data)> extensions = [];
        bool isRead = true;
        if (!reader.IsAtEnd)
            isRead = ServerHello.ReadExtensions(reader.Counted16(), extensions);
        if (!isRead || reader.HasFailed || reader.Left > 0)
            throw new InvalidOperationException("the hello is not well-formed");
        return new(version, random, session, suites, compression, extensions, message.Length);
    }

    private static int[] Split(ReadOnlySpan<byte> words)
    {
        int[] values = new int[words.Length / 2];
        for (int i = 0; i < values.Length; i++)
            values[i] = words[2 * i] << 8 | words[2 * i + 1];
        return values;
    }
}
