using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.IO.Pem;
using QSslCore.BouncyCastle.Library;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>PEM blocks with a DEK-Info header. This is OpenSSL's encryption from before PKCS#8, and the one that Qt writes.</summary>
internal static class TraditionalPem
{
    private const string Written = "DES-EDE3-CBC";
    private const int SaltLength = 8;

    private static readonly Dictionary<string, (string Cipher, int KeyBits, int Vector)> s_ciphers = new(StringComparer.Ordinal)
    {
        [Written] = ("DESede", 192, 8),
        ["DES-CBC"] = ("DES", 64, 8),
        ["AES-128-CBC"] = ("AES", 128, 16),
        ["AES-192-CBC"] = ("AES", 192, 16),
        ["AES-256-CBC"] = ("AES", 256, 16),
        ["BF-CBC"] = ("Blowfish", 128, 8),
        ["RC2-CBC"] = ("RC2", 128, 8),
    };

    public static bool IsEncrypted(PemObject block) => Header(block, "Proc-Type")?.Contains("ENCRYPTED", StringComparison.Ordinal) == true;

    /// <returns>The decrypted data, which the caller must clear; null if the cipher is not known.</returns>
    /// <exception cref="InvalidCipherTextException">The pass phrase is wrong.</exception>
    public static byte[]? Open(PemObject block, byte[] passPhrase)
    {
        string[] parts = Header(block, "DEK-Info")?.Split(',') ?? [];
        if (parts.Length != 2 || !s_ciphers.TryGetValue(parts[0].Trim(), out (string Cipher, int KeyBits, int Vector) known))
            return null;
        byte[] vector = Convert.FromHexString(parts[1].Trim());
        return vector.Length == known.Vector
            ? Crypt(forEncryption: false, known, vector, passPhrase, block.Content)
            : throw new ArgumentException("the initialisation vector has a wrong length");
    }

    public static string Write(string label, byte[] der, byte[] passPhrase)
    {
        byte[] vector = SecureRandom.GetNextBytes(Provider.Random, SaltLength);
        byte[] encrypted = Crypt(forEncryption: true, s_ciphers[Written], vector, passPhrase, der);
        string plain = WritePlain(label, encrypted);
        return plain.Insert(plain.IndexOf('\n', StringComparison.Ordinal) + 1,
            $"Proc-Type: 4,ENCRYPTED\nDEK-Info: {Written},{Convert.ToHexString(vector)}\n\n");
    }

    public static string WritePlain(string label, byte[] der) => PemEncoding.WriteString(label, der) + "\n";

    private static byte[] Crypt(bool forEncryption, (string Cipher, int KeyBits, int Vector) known, byte[] vector, byte[] passPhrase,
        byte[] data)
    {
        OpenSslPbeParametersGenerator generator = new();
        generator.Init(passPhrase, vector[..SaltLength]);
        IBufferedCipher cipher = CipherUtilities.GetCipher($"{known.Cipher}/CBC/PKCS7PADDING");
        cipher.Init(forEncryption, new ParametersWithIV(generator.GenerateDerivedParameters(known.Cipher, known.KeyBits), vector));
        return cipher.DoFinal(data);
    }

    private static string? Header(PemObject block, string name) =>
        block.Headers.FirstOrDefault(header => header.Name == name)?.Value.Trim();
}
