using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tls.Managed;

/// <summary>
/// The encryption of PEM blocks that have a DEK-Info header. OpenSSL used it before PKCS#8, and Qt writes it. Its derivation of a key from
/// the pass phrase is weak.
/// </summary>
#pragma warning disable CA5350, CA5351 // The format requires these algorithms.
internal static class TraditionalEncryption
{
    private const string Cipher = "DES-EDE3-CBC";
    private const int SaltLength = 8;

    /// <summary>Decrypts the block. The caller zeroes the result. If the result is false and the cipher is known, the pass phrase is
    /// wrong.</summary>
    public static bool TryOpen(PemBlock block, byte[] body, ReadOnlySpan<byte> passPhrase, out byte[] opened, out bool isKnown)
    {
        opened = [];
        string text = Encoding.ASCII.GetString(block.Text);
        string? header = text.Split('\n', '\r').FirstOrDefault(line => line.StartsWith("DEK-Info:", StringComparison.Ordinal));
        string[] parts = header?["DEK-Info:".Length..].Trim().Split(',') ?? [];
        using SymmetricAlgorithm? algorithm = parts.Length == 2 ? Create(parts[0]) : null;
        isKnown = algorithm is not null;
        if (algorithm is null)
            return false;
        try
        {
            byte[] vector = Convert.FromHexString(parts[1]);
            byte[] key = Derive(passPhrase, vector.AsSpan(0, SaltLength), algorithm.KeySize / 8);
            algorithm.Key = key;
            CryptographicOperations.ZeroMemory(key);
            opened = algorithm.DecryptCbc(body, vector);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    public static string Write(string label, byte[] der, ReadOnlySpan<byte> passPhrase)
    {
        using TripleDES algorithm = TripleDES.Create();
        byte[] vector = RandomNumberGenerator.GetBytes(SaltLength);
        byte[] key = Derive(passPhrase, vector, algorithm.KeySize / 8);
        algorithm.Key = key;
        CryptographicOperations.ZeroMemory(key);
        string plain = PemText.Write(label, algorithm.EncryptCbc(der, vector));
        int afterFirstLine = plain.IndexOf('\n', StringComparison.Ordinal) + 1;
        return plain.Insert(afterFirstLine, $"Proc-Type: 4,ENCRYPTED\nDEK-Info: {Cipher},{Convert.ToHexString(vector)}\n\n");
    }

    private static SymmetricAlgorithm? Create(string cipher)
    {
        if (cipher == Cipher)
            return TripleDES.Create();
        if (cipher is not ("AES-128-CBC" or "AES-192-CBC" or "AES-256-CBC"))
            return null;
        Aes aes = Aes.Create();
        aes.KeySize = int.Parse(cipher.AsSpan(4, 3), System.Globalization.CultureInfo.InvariantCulture);
        return aes;
    }

    /// <summary>OpenSSL's EVP_BytesToKey with MD5 and one round. These files always use it.</summary>
    private static byte[] Derive(ReadOnlySpan<byte> passPhrase, ReadOnlySpan<byte> salt, int length)
    {
        byte[] key = new byte[length];
        byte[] input = new byte[MD5.HashSizeInBytes + passPhrase.Length + salt.Length];
        passPhrase.CopyTo(input.AsSpan(MD5.HashSizeInBytes));
        salt.CopyTo(input.AsSpan(MD5.HashSizeInBytes + passPhrase.Length));
        for (int made = 0; made < length; made += MD5.HashSizeInBytes)
        {
            MD5.HashData(made == 0 ? input.AsSpan(MD5.HashSizeInBytes) : input, input);
            input.AsSpan(0, Math.Min(MD5.HashSizeInBytes, length - made)).CopyTo(key.AsSpan(made));
        }
        CryptographicOperations.ZeroMemory(input);
        return key;
    }
}
