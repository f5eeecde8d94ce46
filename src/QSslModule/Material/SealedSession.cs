using System.Formats.Asn1;
using System.Security.Cryptography;

namespace QSslModule;

/// <summary>
/// A session in the form that Export-SslSession writes: its exporter, its server, and an authentication code over all of it under the key
/// of this user. The session contains the server's chain and the local identity. A person who could change it could impersonate the
/// server.
/// </summary>
/// <param name="Exporter">The user and the computer, for the message if the session is refused.</param>
/// <param name="PeerName">The name that the server was verified with.</param>
/// <param name="Session">The session in the form of <see cref="QSslCore.QSslConfiguration.SessionTicket"/>.</param>
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

    /// <summary>A text with this user and this computer.</summary>
    public static string ThisExporter => $"{Environment.UserName} on {Environment.MachineName}";

    /// <summary>Returns the bytes to store, authenticated with a key.</summary>
    public byte[] Encode(byte[] key)
    {
        SealedSession whole = this with { KeyId = IdOf(key) };
        return whole.Write(HMACSHA256.HashData(key, whole.Write(code: null)));
    }

    /// <summary>Returns the session, or null if the data is not a session.</summary>
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

    /// <summary>Determines whether the session names this key as its own. This is not proof.</summary>
    public bool IsUnder(byte[] key) => KeyId.AsSpan().SequenceEqual(IdOf(key));

    /// <summary>Determines whether the session is unchanged since it was written with this key.</summary>
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
