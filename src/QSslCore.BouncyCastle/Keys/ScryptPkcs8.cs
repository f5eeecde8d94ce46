using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Misc;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Decrypts keys in PKCS#8 whose pass phrase is processed with scrypt (RFC 7914). The library supports scrypt, but does not read
/// this format.</summary>
internal static class ScryptPkcs8
{
    private const long MaxMemory = 1L << 29;
    private const int LargestFactor = 1024;

    private static readonly Dictionary<DerObjectIdentifier, int> s_keyLengths = new()
    {
        [NistObjectIdentifiers.IdAes128Cbc] = 16,
        [NistObjectIdentifiers.IdAes192Cbc] = 24,
        [NistObjectIdentifiers.IdAes256Cbc] = 32,
    };

    /// <returns>The decrypted data, which the caller must clear; null if another encryption is used.</returns>
    /// <exception cref="InvalidCipherTextException">The pass phrase is wrong.</exception>
    public static byte[]? Open(EncryptedPrivateKeyInfo info, byte[] passPhrase)
    {
        if (!info.EncryptionAlgorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdPbeS2))
            return null;
        PbeS2Parameters scheme = PbeS2Parameters.GetInstance(info.EncryptionAlgorithm.Parameters);
        if (!scheme.KeyDerivationFunc.Algorithm.Equals(MiscObjectIdentifiers.id_scrypt)
            || !s_keyLengths.TryGetValue(scheme.EncryptionScheme.Algorithm, out int length))
            return null;
        ScryptParams costs = ScryptParams.GetInstance(scheme.KeyDerivationFunc.Parameters);
        (int cost, int block, int parallel) = (costs.CostParameter.IntValueExact, costs.BlockSize.IntValueExact,
            costs.ParallelizationParameter.IntValueExact);
        // The author of the file must not determine how much memory and time the decryption takes.
        if (block is < 1 or > LargestFactor || parallel is < 1 or > LargestFactor || cost < 2 || (long)cost * block * 128 > MaxMemory)
            throw new ArgumentException("scrypt's parameters are beyond reason");
        byte[] key = SCrypt.Generate(passPhrase, costs.Salt.GetOctets(), cost, block, parallel, length);
        try
        {
            IBufferedCipher cipher = CipherUtilities.GetCipher("AES/CBC/PKCS7PADDING");
            cipher.Init(forEncryption: false, new ParametersWithIV(new KeyParameter(key),
                Asn1OctetString.GetInstance(scheme.EncryptionScheme.Parameters).GetOctets()));
            return cipher.DoFinal(info.EncryptedData.GetOctets());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
