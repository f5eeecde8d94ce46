using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Keys by .NET's means where it has them, and by the library's for the rest: scrypt, DES, algorithms that .NET has no class
/// for.</summary>
internal static class KeyReading
{
    /// <inheritdoc cref="TlsBackend.DecodeKey"/>
    public static TlsKeyResult Decode(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase)
    {
        TlsKeyResult result = TlsKeys.Decode(data, format, type, passPhrase);
        return result.Failure == KeyReadFailure.Unsupported && type == KeyType.PrivateKey
            ? DecodePrivate(data, format, passPhrase)
            : result;
    }

    /// <inheritdoc cref="TlsBackend.PublicKeyOf"/>
    public static QSslKey PublicKeyOf(QSslKey privateKey)
    {
        QSslKey managed = TlsKeys.PublicKeyOf(privateKey);
        if (!managed.IsNull)
            return managed;
        try
        {
            AsymmetricKeyParameter half = PublicHalf.Of(NativeKey.Of(privateKey));
            return TlsKeys.ReadPublicKey(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(half).GetEncoded());
        }
        catch (Exception e) when (e is IOException or ArgumentException or GeneralSecurityException or NotSupportedException)
        {
            return new QSslKey();
        }
    }

    private static TlsKeyResult DecodePrivate(ReadOnlySpan<byte> data, EncodingFormat format, ReadOnlySpan<byte> passPhrase)
    {
        char[] characters = Encoding.UTF8.GetChars(passPhrase.ToArray());
        try
        {
            PrivateKeyInfo? key = format == EncodingFormat.Der
                ? FromPkcs8(data.ToArray(), passPhrase, characters)
                : FromPem(data, passPhrase, characters);
            if (key is null)
                return TlsKeyResult.Failed(KeyReadFailure.Unsupported);
            byte[] pkcs8 = key.GetEncoded();
            try
            {
                return TlsKeys.FromPkcs8(pkcs8);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(pkcs8);
            }
        }
        catch (Exception e) when (e is InvalidCipherTextException or InvalidKeyException or Org.BouncyCastle.OpenSsl.PasswordException
            or Org.BouncyCastle.OpenSsl.PemException)
        {
            return TlsKeyResult.Failed(KeyReadFailure.WrongPassPhrase);
        }
        catch (Exception e) when (e is IOException or ArgumentException or GeneralSecurityException or CryptographicException
            or System.Formats.Asn1.AsnContentException)
        {
            return TlsKeyResult.Failed(KeyReadFailure.Unsupported);
        }
        finally
        {
            Array.Clear(characters);
        }
    }

    private static PrivateKeyInfo FromPkcs8(byte[] der, ReadOnlySpan<byte> passPhrase, char[] characters)
    {
        byte[] bytes = passPhrase.ToArray();
        try
        {
            return ScryptPkcs8.Open(der, bytes) ?? PrivateKeyInfoFactory.CreatePrivateKeyInfo(characters,
                EncryptedPrivateKeyInfo.GetInstance(der));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static PrivateKeyInfo? FromPem(ReadOnlySpan<byte> data, ReadOnlySpan<byte> passPhrase, char[] characters)
    {
        if (TlsKeys.FindEncryptedPkcs8(data) is { } encrypted)
            return FromPkcs8(encrypted, passPhrase, characters);
        using StringReader text = new(Encoding.Latin1.GetString(data));
        using Org.BouncyCastle.OpenSsl.PemReader reader = new(text, new Password(characters));
        return reader.ReadObject() switch
        {
            AsymmetricCipherKeyPair pair => PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private),
            AsymmetricKeyParameter { IsPrivate: true } key => PrivateKeyInfoFactory.CreatePrivateKeyInfo(key),
            _ => null,
        };
    }

    private sealed class Password(char[] characters) : Org.BouncyCastle.OpenSsl.IPasswordFinder
    {
        public char[] GetPassword() => [.. characters];
    }
}
