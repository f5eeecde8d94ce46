using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tls.Managed;

/// <summary>Reads and writes keys with .NET, for backends whose library cannot.</summary>
internal static class ManagedKeys
{
    /// <inheritdoc cref="TlsBackend.DecodeKey"/>
    public static TlsKeyResult Decode(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase)
    {
        if (data.IsEmpty)
            return TlsKeyResult.Failed(KeyReadFailure.Empty);
        try
        {
            if (format == EncodingFormat.Der)
                return type == KeyType.PublicKey ? Public(data) : Private(data, passPhrase);
            PemReader reader = new(data);
            if (!reader.Read(out PemBlock block) || block.Damage is not null)
                return TlsKeyResult.Failed(KeyReadFailure.NotAKey);
            return DecodeBlock(block, type, passPhrase);
        }
        catch (Exception e) when (e is PlatformNotSupportedException || SystemRefusal.Is(e))
        {
            return TlsKeyResult.Failed(KeyReadFailure.Unsupported, SystemRefusal.WordsOf(e));
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return TlsKeyResult.Failed(KeyReadFailure.NotAKey);
        }
    }

    /// <inheritdoc cref="TlsBackend.EncodeKey"/>
    /// <exception cref="NotSupportedException">The key has no traditional form, and encryption was requested.</exception>
    public static byte[] Encode(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase)
    {
        using DecodedKey decoded = DecodedKey.FromPkcs8(key.Material);
        byte[] der = decoded.ToTraditional();
        if (format == EncodingFormat.Der)
            return der;
        try
        {
            if (passPhrase.IsEmpty)
                return Encoding.ASCII.GetBytes(PemText.Write(decoded.TraditionalLabel, der));
            if (decoded.Algorithm is null)
                throw new NotSupportedException($"This backend cannot encrypt a key of this kind ({key}); the backend 'openssl' can.");
            return Encoding.ASCII.GetBytes(TraditionalEncryption.Write(decoded.TraditionalLabel, der, passPhrase));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <inheritdoc cref="TlsBackend.PublicKeyOf"/>
    public static QSslKey PublicKeyOf(QSslKey privateKey)
    {
        try
        {
            using DecodedKey decoded = DecodedKey.FromPkcs8(privateKey.Material);
            return decoded.Algorithm is { } algorithm ? SubjectPublicKeyInfo.Read(algorithm.ExportSubjectPublicKeyInfo()) : QSslKey.Null;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or PlatformNotSupportedException)
        {
            return QSslKey.Null;
        }
    }

    private static TlsKeyResult DecodeBlock(PemBlock block, KeyType type, ReadOnlySpan<byte> passPhrase)
    {
        byte[] body = block.Decode();
        byte[]? opened = null;
        try
        {
            if (type == KeyType.PublicKey)
                return Public(body);
            if (!block.IsEncrypted)
                return Private(body, passPhrase);
            if (passPhrase.IsEmpty)
                return TlsKeyResult.Failed(KeyReadFailure.PassPhraseNeeded);
            if (!TraditionalEncryption.TryOpen(block, body, passPhrase, out opened, out bool isKnown))
                return TlsKeyResult.Failed(isKnown ? KeyReadFailure.WrongPassPhrase : KeyReadFailure.Unsupported);
            TlsKeyResult result = Private(opened, passPhrase);
            // The padding is valid by chance (1 in 256), so the result is not a key.
            return result.Failure == KeyReadFailure.NotAKey ? TlsKeyResult.Failed(KeyReadFailure.WrongPassPhrase) : result;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    private static TlsKeyResult Public(ReadOnlySpan<byte> der)
    {
        QSslKey key = SubjectPublicKeyInfo.Read(der.ToArray());
        return key.IsNull
            ? TlsKeyResult.Failed(KeyReadFailure.NotAKey)
            : new(KeyReadFailure.None, der.ToArray(), key.Algorithm, key.Length);
    }

    private static TlsKeyResult Private(ReadOnlySpan<byte> der, ReadOnlySpan<byte> passPhrase)
    {
        if (!EncryptedPkcs8.IsOne(der))
        {
            using DecodedKey plain = DecodedKey.FromDer(der);
            return plain.ToResult();
        }
        if (passPhrase.IsEmpty)
            return TlsKeyResult.Failed(KeyReadFailure.PassPhraseNeeded);
        KeyReadFailure failure = EncryptedPkcs8.TryOpen(der, passPhrase, out byte[]? opened, out string reason);
        if (opened is null)
            return TlsKeyResult.Failed(failure, reason);
        try
        {
            using DecodedKey key = DecodedKey.FromPkcs8(opened);
            return key.ToResult();
        }
        catch (AsnContentException)
        {
            // The padding is valid by chance, so the result is not a key. A result that is a key but cannot be used was decrypted
            // correctly.
            return TlsKeyResult.Failed(KeyReadFailure.WrongPassPhrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }
}
