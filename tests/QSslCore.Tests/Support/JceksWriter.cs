using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tests.Support;

/// <summary>Writes key stores of the type JCEKS from the description of the format, without code of the reader.</summary>
[SuppressMessage("Security", "CA5350", Justification = "The format prescribes SHA-1 and triple DES.")]
[SuppressMessage("Security", "CA5351", Justification = "The format prescribes MD5.")]
internal sealed class JceksWriter
{
    private readonly List<byte[]> _entries = [];

    public string PassPhrase { get; init; } = "changeit";

    public uint Version { get; init; } = 2;

    /// <summary>The number of entries that the store tells; null for the true one.</summary>
    public uint? Count { get; init; }

    public JceksWriter Key(string alias, byte[] encrypted, params QSslCertificate[] chain) => Raw(
        [.. Int(1), .. Text(alias), .. new byte[8], .. Int(encrypted.Length), .. encrypted, .. Int(chain.Length),
            .. chain.SelectMany(Certificate)]);

    public JceksWriter Trusted(string alias, QSslCertificate certificate) =>
        Raw([.. Int(2), .. Text(alias), .. new byte[8], .. Certificate(certificate)]);

    /// <summary>An entry with an object stream behind its header.</summary>
    public JceksWriter Secret(string alias, string streamHex) =>
        Raw([.. Int(3), .. Text(alias), .. new byte[8], 0xAC, 0xED, 0, 5, .. Convert.FromHexString(streamHex)]);

    public JceksWriter Raw(byte[] entry)
    {
        _entries.Add(entry);
        return this;
    }

    public byte[] Write()
    {
        byte[] store = [0xCE, 0xCE, 0xCE, 0xCE, .. Int((int)Version), .. Int((int)(Count ?? (uint)_entries.Count)),
            .. _entries.SelectMany(entry => entry)];
        return [.. store, .. SHA1.HashData(
            [.. Encoding.BigEndianUnicode.GetBytes(PassPhrase), .. Encoding.ASCII.GetBytes("Mighty Aphrodite"), .. store])];
    }

    /// <summary>Encrypts a key as Java does.</summary>
    /// <param name="pkcs8">The key.</param>
    /// <param name="passPhrase">The pass phrase.</param>
    /// <param name="saltHex">The salt that is written.</param>
    /// <param name="rounds">The rounds of derivation.</param>
    /// <param name="derivesFrom">The salt that Java makes of the written one; null for the same.</param>
    public static byte[] Encrypt(
        byte[] pkcs8, string passPhrase, string saltHex = "0102030405060708", int rounds = 3, string? derivesFrom = null)
    {
        byte[] salt = Convert.FromHexString(derivesFrom ?? saltHex);
        byte[] all = [.. Half(salt[..4], passPhrase, rounds), .. Half(salt[4..], passPhrase, rounds)];
        using TripleDES cipher = TripleDES.Create();
        cipher.Key = all[..24];
        return Wrap(cipher.EncryptCbc(pkcs8, all[24..]), Convert.FromHexString(saltHex), rounds);
    }

    /// <summary>Puts encrypted bytes into an EncryptedPrivateKeyInfo.</summary>
    public static byte[] Wrap(byte[] encrypted, byte[] salt, int rounds, string oid = "1.3.6.1.4.1.42.2.19.1")
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(oid);
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(salt);
                    writer.WriteInteger(rounds);
                }
            }
            writer.WriteOctetString(encrypted);
        }
        return writer.Encode();
    }

    private static byte[] Half(byte[] salt, string passPhrase, int rounds) =>
        rounds == 0 ? salt : MD5.HashData([.. Half(salt, passPhrase, rounds - 1), .. Encoding.ASCII.GetBytes(passPhrase)]);

    private IEnumerable<byte> Certificate(QSslCertificate certificate)
    {
        byte[] der = certificate.ToDer();
        return [.. Version == 2 ? Text("X.509") : [], .. Int(der.Length), .. der];
    }

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Int(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
