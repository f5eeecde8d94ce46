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

/// <summary>Uses private keys outside a connection.</summary>
internal static class KeyWriting
{
    private const int SaltLength = 16;
    private const int Rounds = 600_000;

    /// <inheritdoc cref="TlsBackend.EncodeKey"/>
    public static byte[] Encode(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase)
    {
        byte[] pkcs8 = TlsKeys.Export(key), phrase = passPhrase.ToArray(), der = [];
        try
        {
            PrivateKeyInfo info = PrivateKeyInfo.GetInstance(pkcs8);
            (string label, der) = KeyForms.Traditional(info, PrivateKeyFactory.CreateKey(info));
            if (format == EncodingFormat.Der)
                return [.. der];
            // A key without a traditional form is encrypted as PKCS#8.
            string text = phrase.Length == 0 ? TraditionalPem.WritePlain(label, der)
                : label != "PRIVATE KEY" ? TraditionalPem.Write(label, der, phrase)
                : TraditionalPem.WritePlain("ENCRYPTED PRIVATE KEY", Encrypt(key, passPhrase)
                    ?? throw new NotSupportedException($"BouncyCastle cannot encrypt a key of this kind ({key})."));
            return Encoding.ASCII.GetBytes(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
            CryptographicOperations.ZeroMemory(phrase);
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <returns>PKCS#8 with AES-256 (PBES2), or null if the library cannot read the key.</returns>
    public static byte[]? Encrypt(QSslKey key, ReadOnlySpan<byte> passPhrase)
    {
        byte[] phrase = passPhrase.ToArray();
        char[] characters = EncryptedPkcs8.Characters(isPkcs12: false, phrase);
        // The bytes are used unchanged, because the library would add the public half.
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
            CryptographicOperations.ZeroMemory(phrase);
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <returns>The signature, or null if the algorithm of the key does not include a hash.</returns>
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
