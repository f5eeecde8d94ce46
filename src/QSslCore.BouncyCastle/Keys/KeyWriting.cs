using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using QSslCore.BouncyCastle.Library;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Private keys at work outside a connection.</summary>
internal static class KeyWriting
{
    private const int SaltLength = 16;
    private const int Rounds = 600_000;

    /// <returns>PKCS#8 under AES-256 (PBES2); null when the library cannot read the key.</returns>
    public static byte[]? Encrypt(QSslKey key, ReadOnlySpan<byte> passPhrase)
    {
        char[] characters = Encoding.UTF8.GetChars(passPhrase.ToArray());
        // As it is: the library would write the public half into it, too.
        byte[] pkcs8 = TlsKeys.Export(key);
        try
        {
            byte[] salt = SecureRandom.GetNextBytes(Provider.Random, SaltLength);
            return EncryptedPrivateKeyInfoFactory.CreateEncryptedPrivateKeyInfo(
                NistObjectIdentifiers.IdAes256Cbc, PkcsObjectIdentifiers.IdHmacWithSha256, characters, salt, Rounds, Provider.Random,
                PrivateKeyInfo.GetInstance(pkcs8)).GetDerEncoded();
        }
        catch (Exception e) when (e is IOException or ArgumentException or GeneralSecurityException)
        {
            return null;
        }
        finally
        {
            Array.Clear(characters);
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <returns>Null when the key's algorithm does not hash by itself.</returns>
    public static byte[]? Sign(QSslKey key, ReadOnlySpan<byte> data)
    {
        try
        {
            AsymmetricKeyParameter native = NativeKey.Of(key);
            ISigner? signer = native switch
            {
                Ed25519PrivateKeyParameters => new Ed25519Signer(),
                Ed448PrivateKeyParameters => new Ed448Signer([]),
                _ => null,
            };
            signer?.Init(forSigning: true, native);
            signer?.BlockUpdate(data);
            return signer?.GenerateSignature();
        }
        catch (Exception e) when (e is IOException or ArgumentException or GeneralSecurityException)
        {
            return null;
        }
    }
}
