using System.Security.Cryptography;

namespace QSslCore.Tests.Support;

/// <summary>
/// Replaces the proof in the encrypted flight of a peer whose key log is known (RFC 8446, section 4.4). The new proof is signed with the
/// peer's own key, by the scheme of the test. The rest of the flight stays valid. For the suite TLS_AES_128_GCM_SHA256.
/// </summary>
internal static class FlightForge
{
    private const byte CertificateVerify = 15, Finished = 20;
    private const int Header = 5, MessageHeader = 4;

    /// <param name="flight">The records that the receiver has not read yet.</param>
    /// <param name="before">The handshake messages before the flight, from <see cref="Messages"/>.</param>
    /// <param name="secret">The handshake traffic secret of the sender.</param>
    /// <param name="isServer">Whether the sender is the server.</param>
    /// <param name="scheme">The scheme to write.</param>
    /// <param name="sign">Creates the signature.</param>
    public static byte[] Forge(byte[] flight, byte[] before, byte[] secret, bool isServer, int scheme, Func<byte[], byte[]> sign)
    {
        using RecordForge reader = new(secret, []), writer = new(secret, []);
        List<byte> clear = [], encrypted = [], transcript = [.. before], forged = [];
        foreach (byte[] record in Records(flight))
        {
            if (record[0] == RecordForge.Data)
                encrypted.AddRange(reader.Open(record)[..^1]);
            else
                clear.AddRange(record);
        }
        transcript.AddRange(Messages(clear.ToArray()));
        foreach (byte[] message in Split([.. encrypted]))
        {
            byte[] written = message[0] switch
            {
                CertificateVerify => Message(CertificateVerify, [(byte)(scheme >> 8), (byte)scheme, .. Counted(sign(Signed(transcript)))]),
                Finished => Message(Finished, HMACSHA256.HashData(reader.FinishedKey(), SHA256.HashData(transcript.ToArray()))),
                _ => message,
            };
            transcript.AddRange(written);
            forged.AddRange(written);
        }
        return [.. clear, .. writer.Seal(RecordForge.Handshake, forged.ToArray())];

        byte[] Signed(List<byte> messages) =>
        [
            .. Enumerable.Repeat((byte)' ', 64),
            .. System.Text.Encoding.ASCII.GetBytes($"TLS 1.3, {(isServer ? "server" : "client")} CertificateVerify"), 0,
            .. SHA256.HashData(messages.ToArray()),
        ];
    }

    /// <summary>Returns the handshake messages in plain records and in records that a secret decrypts.</summary>
    public static byte[] Messages(byte[] sent, byte[]? secret = null)
    {
        using RecordForge? reader = secret is null ? null : new(secret, []);
        return [.. Records(sent).SelectMany(record => record[0] switch
        {
            RecordForge.Handshake => record[Header..],
            RecordForge.Data when reader is not null => reader.Open(record)[..^1],
            _ => [],
        })];
    }

    private static IEnumerable<byte[]> Records(byte[] sent)
    {
        for (int at = 0, length; at + Header <= sent.Length; at += length)
        {
            length = Header + (sent[at + 3] << 8) + sent[at + 4];
            yield return sent[at..(at + length)];
        }
    }

    private static IEnumerable<byte[]> Split(byte[] messages)
    {
        for (int at = 0, length; at < messages.Length; at += length)
        {
            length = MessageHeader + (messages[at + 1] << 16) + (messages[at + 2] << 8) + messages[at + 3];
            yield return messages[at..(at + length)];
        }
    }

    private static byte[] Message(byte type, byte[] body) => [type, 0, (byte)(body.Length >> 8), (byte)body.Length, .. body];

    private static byte[] Counted(byte[] data) => [(byte)(data.Length >> 8), (byte)data.Length, .. data];
}
