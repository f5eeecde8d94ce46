using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tests.Support;

/// <summary>
/// Writes keys in PKCS#8, encrypted with PBES2 (RFC 8018): PBKDF2 with HMAC-SHA256, and AES-256 in CBC mode. It does not use the
/// cryptography of the system, because not every system has PBKDF2.
/// </summary>
internal static class EncryptedKeyWriter
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";

    /// <summary>Returns the key in PKCS#8, encrypted with PBES2 and AES-256.</summary>
    public static string EncryptedKeyPem(this TestIdentity identity, string passPhrase) =>
        PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", identity.EncryptedPkcs8(passPhrase)) + "\n";

    public static byte[] EncryptedPkcs8(this TestIdentity identity, string passPhrase, int rounds = 2048) =>
        Write(identity.Pkcs8, Encoding.UTF8.GetBytes(passPhrase), rounds);

    public static byte[] Write(byte[] pkcs8, byte[] passPhrase, int rounds)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16), vector = RandomNumberGenerator.GetBytes(16);
        using Aes aes = Aes.Create();
        aes.Key = Derive(passPhrase, salt, rounds);
        byte[] encrypted = aes.EncryptCbc(pkcs8, vector);
        byte[] parameters = OcspWriter.Sequence(
            w => w.WriteOctetString(salt), w => w.WriteInteger(rounds),
            w => w.WriteEncodedValue(Algorithm(HmacSha256, a => a.WriteNull())));
        byte[] scheme = OcspWriter.Sequence(
            w => w.WriteEncodedValue(Algorithm(Pbkdf2, a => a.WriteEncodedValue(parameters))),
            w => w.WriteEncodedValue(Algorithm(Aes256Cbc, a => a.WriteOctetString(vector))));
        return OcspWriter.Sequence(
            w => w.WriteEncodedValue(Algorithm(Pbes2, a => a.WriteEncodedValue(scheme))), w => w.WriteOctetString(encrypted));
    }

    private static byte[] Algorithm(string oid, Action<AsnWriter> parameters) =>
        OcspWriter.Sequence(w => w.WriteObjectIdentifier(oid), parameters);

    // The key is as long as the hash, which is one block.
    private static byte[] Derive(byte[] passPhrase, byte[] salt, int rounds)
    {
        using IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, passPhrase);
        byte[] block = [.. salt, 0, 0, 0, 1], key = new byte[32];
        for (int round = 0; round < rounds; round++)
        {
            hmac.AppendData(block);
            block = hmac.GetHashAndReset();
            for (int i = 0; i < key.Length; i++)
                key[i] ^= block[i];
        }
        return key;
    }
}
