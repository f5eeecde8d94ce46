using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.IO.Pem;
using Org.BouncyCastle.X509;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Reads keys only with the library, so it does not depend on the cryptography of the system.</summary>
internal static class KeyReading
{
    /// <inheritdoc cref="TlsBackend.DecodeKey"/>
    public static TlsKeyResult Decode(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase)
    {
        // A public key is read by its structure, without cryptography.
        if (type == KeyType.PublicKey || data.IsEmpty)
            return TlsKeys.Decode(data, format, type, passPhrase);
        byte[] phrase = passPhrase.ToArray();
        byte[] der = [];
        try
        {
            if (format == EncodingFormat.Der)
                return FromDer(der = data.ToArray(), phrase);
            using StringReader text = new(Encoding.Latin1.GetString(data));
            using PemReader reader = new(text);
            if (reader.ReadPemObject() is not { } block)
                return TlsKeyResult.Failed(KeyReadFailure.NotAKey);
            der = block.Content;
            return TraditionalPem.IsEncrypted(block) ? FromTraditional(block, phrase) : FromDer(der, phrase);
        }
#pragma warning disable CA1031 // The library throws many types of exceptions for data that it cannot read.
        catch (Exception)
#pragma warning restore CA1031
        {
            return TlsKeyResult.Failed(KeyReadFailure.NotAKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(phrase);
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <inheritdoc cref="TlsBackend.PublicKeyOf"/>
    public static QSslKey PublicKeyOf(QSslKey privateKey)
    {
        byte[] pkcs8 = TlsKeys.Export(privateKey);
        try
        {
            PrivateKeyInfo info = PrivateKeyInfo.GetInstance(pkcs8);
            AsymmetricKeyParameter half = PublicHalf.Of(PrivateKeyFactory.CreateKey(info));
            var encoded = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(half);
            // The library writes every RSA key as a key for any use.
            if (info.PrivateKeyAlgorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss))
                encoded = new(info.PrivateKeyAlgorithm, encoded.ParsePublicKey());
            return TlsKeys.ReadPublicKey(encoded.GetEncoded(Asn1Encodable.Der));
        }
        catch (Exception e) when (e is IOException or ArgumentException or GeneralSecurityException or NotSupportedException)
        {
            return new QSslKey();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static TlsKeyResult FromTraditional(PemObject block, byte[] passPhrase)
    {
        if (passPhrase.Length == 0)
            return TlsKeyResult.Failed(KeyReadFailure.PassPhraseNeeded);
        byte[] opened;
        try
        {
            if (TraditionalPem.Open(block, passPhrase) is not { } plain)
                return TlsKeyResult.Failed(KeyReadFailure.Unsupported);
            opened = plain;
        }
        catch (InvalidCipherTextException)
        {
            return TlsKeyResult.Failed(KeyReadFailure.WrongPassPhrase);
        }
        return FromOpened(opened);
    }

    private static TlsKeyResult FromDer(byte[] der, byte[] passPhrase)
    {
        Asn1Sequence outer = Asn1Sequence.GetInstance(der);
        if (outer.Count != 2 || outer[0] is not Asn1Sequence || outer[1] is not Asn1OctetString)
            return ToResult(KeyForms.ToPkcs8(outer));
        if (passPhrase.Length == 0)
            return TlsKeyResult.Failed(KeyReadFailure.PassPhraseNeeded);
        byte[] opened;
        try
        {
            opened = EncryptedPkcs8.Open(EncryptedPrivateKeyInfo.GetInstance(outer), passPhrase);
        }
        catch (InvalidCipherTextException)
        {
            return TlsKeyResult.Failed(KeyReadFailure.WrongPassPhrase);
        }
        catch (Exception e) when (e is NotSupportedException or GeneralSecurityException or ArgumentException)
        {
            return TlsKeyResult.Failed(KeyReadFailure.Unsupported, e.Message);
        }
        return FromOpened(opened);
    }

    /// <summary>Checks the decrypted data. With a wrong pass phrase, the padding is right by chance one time in 256, and the data is not a
    /// key.</summary>
    private static TlsKeyResult FromOpened(byte[] opened)
    {
        PrivateKeyInfo info;
        try
        {
            info = KeyForms.ToPkcs8(Asn1Sequence.GetInstance(opened));
        }
#pragma warning disable CA1031 // A wrong pass phrase can produce any data.
        catch (Exception)
#pragma warning restore CA1031
        {
            return TlsKeyResult.Failed(KeyReadFailure.WrongPassPhrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
        return ToResult(info);
    }

    private static TlsKeyResult ToResult(PrivateKeyInfo info)
    {
        AsymmetricKeyParameter key;
        if (info.PrivateKeyAlgorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey)
            && info.PrivateKeyAlgorithm.Parameters is DerObjectIdentifier curve && ECNamedCurveTable.GetByOid(curve) is null)
            return TlsKeyResult.Failed(KeyReadFailure.Unsupported, $"the curve {curve} is not known to BouncyCastle");
        try
        {
            key = PrivateKeyFactory.CreateKey(info);
        }
        catch (Exception e) when (e is GeneralSecurityException or NotSupportedException)
        {
            return TlsKeyResult.Failed(KeyReadFailure.Unsupported,
                $"the algorithm {info.PrivateKeyAlgorithm.Algorithm} is not known to BouncyCastle");
        }
        return KeyForms.ToResult(info, key) ?? TlsKeyResult.Failed(KeyReadFailure.NotAKey);
    }
}
