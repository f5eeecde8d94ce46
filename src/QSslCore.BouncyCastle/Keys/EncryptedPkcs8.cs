using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using System.Text;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Decrypts keys in encrypted PKCS#8 (RFC 5958).</summary>
internal static class EncryptedPkcs8
{
    private const string Pkcs12Schemes = "1.2.840.113549.1.12.1.";

    /// <returns>The decrypted data, which the caller must clear.</returns>
    /// <exception cref="InvalidCipherTextException">The pass phrase is wrong.</exception>
    /// <exception cref="NotSupportedException">The library does not support the encryption. Other exceptions mean the same.</exception>
    public static byte[] Open(EncryptedPrivateKeyInfo info, byte[] passPhrase)
    {
        if (ScryptPkcs8.Open(info, passPhrase) is { } opened)
            return opened;
        var algorithm = info.EncryptionAlgorithm;
        char[] characters = Characters(algorithm.Algorithm.Id.StartsWith(Pkcs12Schemes, StringComparison.Ordinal), passPhrase);
        try
        {
            if (PbeUtilities.CreateEngine(algorithm) is not IBufferedCipher cipher)
                throw new NotSupportedException($"the encryption {algorithm.Algorithm} is not known to BouncyCastle");
            cipher.Init(forEncryption: false, PbeUtilities.GenerateCipherParameters(algorithm, characters));
            return cipher.DoFinal(info.EncryptedData.GetOctets());
        }
        finally
        {
            Array.Clear(characters);
        }
    }

    /// <summary>Converts a pass phrase. PKCS#12 derives its keys from characters, the others from bytes, and the library treats each
    /// character as a byte there.</summary>
    public static char[] Characters(bool isPkcs12, byte[] passPhrase) =>
        isPkcs12 ? Encoding.UTF8.GetChars(passPhrase) : Array.ConvertAll(passPhrase, b => (char)b);
}
