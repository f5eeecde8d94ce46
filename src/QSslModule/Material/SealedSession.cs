using System.Formats.Asn1;
using System.Security.Cryptography;

namespace QSslModule;

/// <summary>
/// A session as Export-SslSession writes it: whose it is, of which server, and a code over all of it under this user's key. The
/// session has the server's chain and this side's identity in it; who could change it could pose as the server.
/// </summary>
/// <param name="Exporter">The user and the machine, to be told where the session is refused.</param>
/// <param name="PeerName">The name that the server was verified by.</param>
/// <param name="Session">As <see cref="QSslCore.QSslConfiguration.SessionTicket"/> takes it.</param>
/// <remarks>
/// SEQUENCE { INTEGER version, UTF8String exporter, UTF8String peerName, OCTET STRING keyId, OCTET STRING session, OCTET STRING code:
/// HMAC-SHA256 over the same SEQUENCE without the code }
/// </remarks>
internal sealed record SealedSession(string Exporter, string PeerName, byte[] Session)
{
    private const int Version = 1;

    private static readonly byte[] s_identifying = "QSslModule session key"u8.ToArray();

    private byte[] KeyId { get; init; } = [];

    private byte[] Code { get; init; } = [];

    /// <summary>This user on this machine, in words.</summary>
    public static string ThisExporter => $"{Environment.UserName} on {Environment.MachineName}";

    /// <summary>The bytes to keep, under a key.</summary>
    public byte[] Encode(byte[] key)
    {
        SealedSession whole = this with { KeyId = IdOf(key) };
        return whole.Write(HMACSHA256.HashData(key, whole.Write(code: null)));
    }

    /// <summary>Null for what is none.</summary>
    public static SealedSession? Decode(byte[] data)
    {
        try
        {
            AsnReader whole = new(data, AsnEncodingRules.DER);
            AsnReader reader = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            if (!reader.TryReadInt32(out int version) || version != Version)
                return null;
            string exporter = reader.ReadCharacterString(UniversalTagNumber.UTF8String);
            string peerName = reader.ReadCharacterString(UniversalTagNumber.UTF8String);
            byte[] keyId = reader.ReadOctetString();
            SealedSession read = new(exporter, peerName, reader.ReadOctetString()) { KeyId = keyId, Code = reader.ReadOctetString() };
            reader.ThrowIfNotEmpty();
            return read;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether it was written under a key, as it says itself.</summary>
    public bool IsUnder(byte[] key) => KeyId.AsSpan().SequenceEqual(IdOf(key));

    /// <summary>Whether it is what was written under a key.</summary>
    public bool IsGenuine(byte[] key) => CryptographicOperations.FixedTimeEquals(Code, HMACSHA256.HashData(key, Write(code: null)));

    private static byte[] IdOf(byte[] key) => HMACSHA256.HashData(key, s_identifying)[..8];

    private byte[] Write(byte[]? code)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, Exporter);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, PeerName);
            writer.WriteOctetString(KeyId);
            writer.WriteOctetString(Session);
            if (code is not null)
                writer.WriteOctetString(code);
        }
        return writer.Encode();
    }
}
