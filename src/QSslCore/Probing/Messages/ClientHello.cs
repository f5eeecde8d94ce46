using System.Security.Cryptography;
using System.Text;
using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Messages;

/// <summary>
/// The first message of a client, SSL 3.0 to TLS 1.3 (RFC 5246, 7.4.1.2; RFC 8446, 4.1.2), with each field as the caller wants it. What is
/// null or empty is left out. Extensions are written in the order of the properties.
/// </summary>
internal sealed record ClientHello
{
    /// <summary>The version of the hello itself; TLS 1.3 is offered by <see cref="SupportedVersions"/>.</summary>
    public int Version { get; init; } = TlsVersion.Tls12;

    /// <summary>The oldest version that is an answer to the question; one that is older is a refusal. A hello of TLS 1.2 or earlier always
    /// offers the versions before it, too.</summary>
    public int LeastVersion { get; init; } = TlsVersion.Ssl3;

    /// <summary>The version that the record names.</summary>
    public int RecordVersion { get; init; } = TlsVersion.Tls10;

    public byte[] Random { get; init; } = RandomNumberGenerator.GetBytes(32);

    public byte[] SessionId { get; init; } = [];

    /// <summary>The suites by number, the most wanted first; signalling values, too.</summary>
    public IReadOnlyList<int> Suites { get; init; } = [];

    public byte[] Compression { get; init; } = [0];

    /// <summary>No list of extensions at all, as clients of SSL 3.0 had none.</summary>
    public bool HasExtensions { get; init; } = true;

    /// <summary>The name of the host (SNI); null for none.</summary>
    public string? ServerName { get; init; }

    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>The only format that is still used, uncompressed.</summary>
    public bool HasPointFormats { get; init; }

    public IReadOnlyList<int> SignatureSchemes { get; init; } = [];

    public IReadOnlyList<string> Alpn { get; init; } = [];

    public bool WantsStaple { get; init; }

    public bool WantsCertificateTimestamps { get; init; }

    public bool HasEncryptThenMac { get; init; }

    public bool HasExtendedMasterSecret { get; init; }

    /// <summary>A ticket; empty to ask for one; null for none.</summary>
    public byte[]? SessionTicket { get; init; }

    /// <summary>What renegotiation_info has; empty in a first handshake; null to leave it out.</summary>
    public byte[]? RenegotiationInfo { get; init; }

    public IReadOnlyList<int> SupportedVersions { get; init; } = [];

    /// <summary>The shares of the key exchange (TLS 1.3); an empty list makes the server ask for one; null leaves it out.</summary>
    public IReadOnlyList<(int Group, byte[] Key)>? KeyShares { get; init; }

    /// <summary>psk_dhe_ke: tickets may be sent.</summary>
    public bool HasPskModes { get; init; }

    /// <summary>The cookie of a retry request; null for none.</summary>
    public byte[]? Cookie { get; init; }

    /// <summary>More extensions, at the end.</summary>
    public IReadOnlyList<(int Type, byte[] Data)> MoreExtensions { get; init; } = [];

    /// <summary>Pads the message to at least so many bytes (RFC 7685); 0 for no padding.</summary>
    public int PadTo { get; init; }

    /// <summary>The versions that it offers.</summary>
    public IEnumerable<int> OfferedVersions =>
        SupportedVersions.Count > 0 ? SupportedVersions : Enumerable.Range(TlsVersion.Ssl3, Math.Max(0, Version - TlsVersion.Ssl3 + 1));

    /// <summary>In records.</summary>
    public byte[] ToBytes() => TlsRecord.Write(TlsRecord.Handshake, RecordVersion, ToMessage());

    /// <summary>The message, with its header.</summary>
    public byte[] ToMessage()
    {
        List<byte> body = [];
        body.Word(Version);
        body.AddRange(Random);
        body.Counted8(SessionId);
        body.Counted16(WireWriter.Words(Suites));
        body.Counted8(Compression);
        if (HasExtensions)
        {
            List<byte> extensions = [];
            Write(extensions);
            const int Around = 4 + 2;
            int missing = PadTo - Around - body.Count - extensions.Count;
            if (missing > 0)
                Add(extensions, TlsExtensionType.Padding, new byte[Math.Max(0, missing - 4)]);
            if (extensions.Count > 0)
                body.Counted16([.. extensions]);
        }
        List<byte> message = [(byte)HandshakeType.ClientHello];
        message.Triple(body.Count);
        message.AddRange(body);
        return [.. message];
    }

    private void Write(List<byte> to)
    {
        if (ServerName is not null)
            Add(to, TlsExtensionType.ServerName, Counted([0, .. Counted(Encoding.ASCII.GetBytes(ServerName))]));
        if (RenegotiationInfo is not null)
            Add(to, TlsExtensionType.RenegotiationInfo, [(byte)RenegotiationInfo.Length, .. RenegotiationInfo]);
        if (Groups.Count > 0)
            Add(to, TlsExtensionType.SupportedGroups, Counted(WireWriter.Words(Groups)));
        if (HasPointFormats)
            Add(to, TlsExtensionType.PointFormats, [1, 0]);
        if (SignatureSchemes.Count > 0)
            Add(to, TlsExtensionType.SignatureAlgorithms, Counted(WireWriter.Words(SignatureSchemes)));
        if (Alpn.Count > 0)
        {
            byte[] names = [.. Alpn.SelectMany(name => (byte[])[(byte)name.Length, .. Encoding.ASCII.GetBytes(name)])];
            Add(to, TlsExtensionType.Alpn, Counted(names));
        }
        if (WantsStaple)
            Add(to, TlsExtensionType.StatusRequest, [1, 0, 0, 0, 0]);
        if (WantsCertificateTimestamps)
            Add(to, TlsExtensionType.SignedCertificateTimestamp, []);
        if (HasEncryptThenMac)
            Add(to, TlsExtensionType.EncryptThenMac, []);
        if (HasExtendedMasterSecret)
            Add(to, TlsExtensionType.ExtendedMasterSecret, []);
        if (SessionTicket is not null)
            Add(to, TlsExtensionType.SessionTicket, SessionTicket);
        if (SupportedVersions.Count > 0)
        {
            byte[] versions = WireWriter.Words(SupportedVersions);
            Add(to, TlsExtensionType.SupportedVersions, [(byte)versions.Length, .. versions]);
        }
        if (HasPskModes)
            Add(to, TlsExtensionType.PskKeyExchangeModes, [1, 1]);
        if (KeyShares is not null)
            Add(to, TlsExtensionType.KeyShare,
                Counted([.. KeyShares.SelectMany(share => (byte[])[(byte)(share.Group >> 8), (byte)share.Group, .. Counted(share.Key)])]));
        if (Cookie is not null)
            Add(to, TlsExtensionType.Cookie, Counted(Cookie));
        foreach ((int type, byte[] data) in MoreExtensions)
            Add(to, type, data);
    }

    private static void Add(List<byte> to, int type, ReadOnlySpan<byte> data)
    {
        to.Word(type);
        to.Counted16(data);
    }

    private static byte[] Counted(byte[] data) => [(byte)(data.Length >> 8), (byte)data.Length, .. data];
}
