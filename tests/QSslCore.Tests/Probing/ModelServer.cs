using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing;

/// <summary>A server in memory whose truth is known: what it accepts is what its properties say.</summary>
internal sealed record ModelServer
{
    private static readonly byte[] s_retry = Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    /// <summary>The suites of each version, the most wanted first.</summary>
    public Dictionary<int, int[]> Suites { get; init; } = [];

    /// <summary>It chooses in its own order, and not in the client's.</summary>
    public bool KeepsOrder { get; init; } = true;

    public int[] ClassicGroups { get; init; } = [29, 23];

    public int[] ModernGroups { get; init; } = [29, 23];

    public int[] Schemes { get; init; } = [0x0804, 0x0401];

    public int[] ModernSchemes { get; init; } = [0x0804];

    public string[] Alpn { get; init; } = [];

    public byte[] Prime { get; init; } = Convert.FromHexString("FFFFFFFFFFFFFFFFADF85458A2BB4A9AAFDC5620273D3CF1");

    public bool ReusesKeys { get; init; }

    public bool Compresses { get; init; }

    public bool NoticesFallback { get; init; } = true;

    public bool WantsName { get; init; }

    public bool SendsTickets { get; init; } = true;

    public int EarlyData { get; init; }

    /// <summary>The extensions that it answers where they are offered, beside those that the choice needs.</summary>
    public int[] Answers { get; init; } = [TlsExtensionType.RenegotiationInfo, TlsExtensionType.ExtendedMasterSecret];

    /// <summary>It does not stand hellos that this says.</summary>
    public Func<ModelHello, bool> ChokesOn { get; init; } = _ => false;

    /// <summary>How it refuses: an alert (its code), or -1 for an end without a word.</summary>
    public int Refusal { get; init; } = 40;

    /// <summary>The names of authorities that it wants a client's certificate from; null for no request.</summary>
    public IReadOnlyList<byte[]>? Authorities { get; init; }

    public byte[] Certificate { get; init; } = TestPki.ServerRsa.Certificate.ToDer();

    private int _keys;

    /// <summary>The bytes of its answer to a hello; null for an end without a word.</summary>
    public byte[]? Answer(ModelHello hello, byte[] message, out ModelHandshake13? handshake)
    {
        handshake = null;
        if (ChokesOn(hello))
            return null;
        int version = Suites.Keys.Where(v => v != TlsVersion.Ssl2 && hello.Offers(v)).DefaultIfEmpty(-1).Max();
        int newest = Suites.Keys.Max();
        if (version < 0)
            return Refuse(70);
        if (WantsName && hello.Find(TlsExtensionType.ServerName) is null)
            return Refuse(112);
        if (NoticesFallback && hello.Suites.Contains(0x5600) && version < newest)
            return Refuse(86);
        return version == TlsVersion.Tls13 ? AnswerModern(hello, message, out handshake) : AnswerClassic(hello, version);
    }

    public byte[]? AnswerSsl2(int[] offered)
    {
        if (!Suites.TryGetValue(TlsVersion.Ssl2, out int[]? own))
            return null;
        List<byte> body = [4, 0, 1, 0, 2];
        int[] common = [.. own.Where(offered.Contains)];
        body.Word(Certificate.Length);
        body.Word(common.Length * 3);
        body.Word(16);
        body.AddRange(Certificate);
        foreach (int suite in common)
            body.Triple(suite);
        body.AddRange(new byte[16]);
        return [(byte)(0x80 | body.Count >> 8), (byte)body.Count, .. body];
    }

    private byte[]? Refuse(int code) => Refusal < 0 ? null : TlsRecord.Write(TlsRecord.Alert, 0x0303, [2, (byte)code]);

    private int Choose(int[] own, int[] offered) =>
        (KeepsOrder ? own.Where(offered.Contains) : offered.Where(own.Contains)).DefaultIfEmpty(-1).First();

    private byte[]? AnswerClassic(ModelHello hello, int version)
    {
        int[] groups = hello.Words(TlsExtensionType.SupportedGroups);
        int group = Choose(ClassicGroups, groups.Length > 0 ? groups : [23]);
        int scheme = version == TlsVersion.Tls12 ? Choose(Schemes, hello.Words(TlsExtensionType.SignatureAlgorithms)) : 0;
        int[] usable = [.. Suites[version].Where(code => TlsSuite.Find(code) is { } s && (!s.IsElliptic || group >= 0)
            && (scheme >= 0 || !s.IsElliptic && !s.IsFiniteField))];
        int suite = Choose(usable, hello.Suites);
        if (suite < 0)
            return Refuse(40);
        TlsSuite chosen = TlsSuite.Find(suite)!;
        List<byte> extensions = [];
        foreach (int type in Answers.Where(type => hello.Find(type) is not null || type == TlsExtensionType.RenegotiationInfo
            && hello.Suites.Contains(0x00FF)))
        {
            if (type == TlsExtensionType.EncryptThenMac && !chosen.IsCbc)
                continue;
            extensions.Word(type);
            extensions.Counted16(type == TlsExtensionType.RenegotiationInfo ? [0] : []);
        }
        if (Alpn.Length > 0 && hello.Alpn.Length > 0)
        {
            if (Alpn.FirstOrDefault(hello.Alpn.Contains) is not { } name)
                return Refuse(120);
            extensions.Word(TlsExtensionType.Alpn);
            extensions.Counted16([0, (byte)(name.Length + 1), (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name)]);
        }
        byte compression = Compresses && hello.Compression.Contains((byte)1) ? (byte)1 : (byte)0;
        List<byte> flight = [.. Hello(version, [], suite, compression, extensions, Guid.NewGuid().ToByteArray())];
        if (chosen.Authentication is "RSA" or "ECDSA")
            flight.AddRange(Message(HandshakeType.Certificate, CertificateList()));
        if (chosen.IsElliptic || chosen.IsFiniteField)
            flight.AddRange(Message(HandshakeType.ServerKeyExchange, Exchange(chosen, group, scheme, version)));
        if (Authorities is not null)
            flight.AddRange(Message(HandshakeType.CertificateRequest, Request(version)));
        flight.AddRange(Message(HandshakeType.ServerHelloDone, []));
        return TlsRecord.Write(TlsRecord.Handshake, version, [.. flight]);
    }

    private byte[] Request(int version)
    {
        List<byte> names = [], body = [1, 1];
        foreach (byte[] name in Authorities!)
            names.Counted16(name);
        if (version == TlsVersion.Tls12)
            body.Counted16([4, 1]);
        body.Counted16([.. names]);
        return [.. body];
    }

    private byte[] Exchange(TlsSuite suite, int group, int scheme, int version)
    {
        byte[] key = new byte[32];
        if (!ReusesKeys)
            BitConverter.TryWriteBytes(key, Interlocked.Increment(ref _keys));
        List<byte> body = [];
        if (suite.IsElliptic)
        {
            body.Add(3);
            body.Word(group);
            body.Counted8(key);
        }
        else
        {
            body.Counted16(Prime);
            body.Counted16([2]);
            body.Counted16(key);
        }
        if (suite.IsAnonymous)
            return [.. body];
        if (version == TlsVersion.Tls12)
            body.Word(scheme);
        body.Counted16(new byte[64]);
        return [.. body];
    }

    private byte[]? AnswerModern(ModelHello hello, byte[] message, out ModelHandshake13? handshake)
    {
        handshake = null;
        int suite = Choose(Suites[TlsVersion.Tls13], hello.Suites);
        int group = Choose(ModernGroups, hello.Words(TlsExtensionType.SupportedGroups));
        int scheme = Choose(ModernSchemes, hello.Words(TlsExtensionType.SignatureAlgorithms));
        if (suite < 0 || group < 0)
            return Refuse(40);
        int[] shared = [.. hello.Words(TlsExtensionType.SupportedGroups)
            .Where(g => ModernGroups.Contains(g) && hello.Share(g) is not null)];
        List<byte> extensions = [];
        extensions.Word(TlsExtensionType.SupportedVersions);
        extensions.Counted16([3, 4]);
        if (shared.Length == 0)
        {
            extensions.Word(TlsExtensionType.KeyShare);
            extensions.Counted16([(byte)(group >> 8), (byte)group]);
            return TlsRecord.Write(TlsRecord.Handshake, 0x0303, Hello(0x0303, hello.SessionId, suite, 0, extensions, s_retry));
        }
        if (scheme < 0)
            return Refuse(40);
        handshake = new(this, hello, message, suite, shared[0], scheme);
        return handshake.Flight();
    }

    public byte[] CertificateList(bool isModern = false)
    {
        List<byte> entry = [];
        entry.Triple(Certificate.Length);
        entry.AddRange(Certificate);
        if (isModern)
            entry.Word(0);
        List<byte> list = [];
        if (isModern)
            list.Add(0);
        list.Triple(entry.Count);
        list.AddRange(entry);
        return [.. list];
    }

    public static byte[] Message(HandshakeType type, ReadOnlySpan<byte> body)
    {
        List<byte> message = [(byte)type];
        message.Triple(body.Length);
        message.AddRange(body);
        return [.. message];
    }

    public static byte[] Hello(
        int version, byte[] session, int suite, byte compression, List<byte> extensions, byte[] random)
    {
        List<byte> body = [];
        body.Word(version);
        body.AddRange(random.Length == 32 ? random : [.. random, .. new byte[32 - random.Length]]);
        body.Counted8(session);
        body.Word(suite);
        body.Add(compression);
        if (extensions.Count > 0)
            body.Counted16([.. extensions]);
        return Message(HandshakeType.ServerHello, [.. body]);
    }
}
