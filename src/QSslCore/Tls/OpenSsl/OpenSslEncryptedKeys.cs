using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Reads encrypted PKCS#8 where OpenSSL's usual reader does not report enough.</summary>
internal static unsafe class OpenSslEncryptedKeys
{
    /// <summary>Reads with ciphers that are not in the library's default provider any more; an invalid handle if the library does not have
    /// them.</summary>
    public static SafeEvpPKeyHandle ReadOld(
        ReadOnlySpan<byte> data, EncodingFormat format, ReadOnlySpan<byte> passPhrase, ref bool wasAsked)
    {
        byte[]? der = DerOf(data, format);
        if (der is null || !OpenSslLegacy.TryGet(out SafeLibraryContextHandle? library))
            return new();
        fixed (byte* start = der, phrase = passPhrase)
        {
            byte* at = start;
            using SafeX509SigHandle encrypted = EvpPKey.d2i_X509_SIG(0, &at, new CLong(der.Length));
            if (encrypted.IsInvalid)
                return new();
            wasAsked = true;
            using SafePkcs8Handle plain = EvpPKey.PKCS8_decrypt_ex(encrypted, phrase, passPhrase.Length, library, 0);
            return plain.IsInvalid ? new() : EvpPKey.EVP_PKCS82PKEY(plain);
        }
    }

    /// <summary>Returns the curve that the library does not support in a key, encrypted or not; empty if there is another reason.</summary>
    public static string LackOf(ReadOnlySpan<byte> data, EncodingFormat format, ReadOnlySpan<byte> passPhrase)
    {
        byte[]? der = DerOf(data, format), opened = null;
        if (der is null)
            return "";
        OpenSslErrorQueue.Clear();
        try
        {
            if (passPhrase.IsEmpty || OpenSslCurves.LackOf(der) is { Length: > 0 })
                return OpenSslCurves.LackOf(der);
            fixed (byte* start = der, phrase = passPhrase)
            {
                byte* at = start;
                using SafeX509SigHandle encrypted = EvpPKey.d2i_X509_SIG(0, &at, new CLong(der.Length));
                if (encrypted.IsInvalid)
                    return "";
                using SafeLibraryContextHandle usual = new();
                using SafePkcs8Handle plain = EvpPKey.PKCS8_decrypt_ex(encrypted, phrase, passPhrase.Length, usual, 0);
                opened = plain.IsInvalid ? null : OpenSslEncoding.Collect((nint to) => EvpPKey.i2d_PKCS8_PRIV_KEY_INFO(plain, (byte**)to));
                return opened is null ? "" : OpenSslCurves.LackOf(opened);
            }
        }
        finally
        {
            OpenSslErrorQueue.Clear();
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    /// <returns>Null if the data is neither PKCS#8 nor encrypted PKCS#8.</returns>
    private static byte[]? DerOf(ReadOnlySpan<byte> data, EncodingFormat format)
    {
        if (format == EncodingFormat.Der)
            return data.ToArray();
        PemReader reader = new(data);
        return reader.Read(out PemBlock block) && block is { Label: "ENCRYPTED PRIVATE KEY" or "PRIVATE KEY", Damage: null }
            ? block.Decode()
            : null;
    }
}
