namespace QSslCore.Tls.OpenSsl;

/// <summary>Signs with keys whose algorithm includes the hash.</summary>
internal static unsafe class OpenSslSigning
{
    /// <returns>Null if OpenSSL cannot sign with the key.</returns>
    public static byte[]? Sign(QSslKey key, ReadOnlySpan<byte> data)
    {
        using SafeEvpPKeyHandle native = OpenSslKeys.ToNative(key);
        using SafeMdContextHandle context = EvpSign.EVP_MD_CTX_new();
        OpenSslErrorQueue.Check(!context.IsInvalid);
        OpenSslErrorQueue.Clear();
        fixed (byte* start = data)
        {
            nuint length = 0;
            if (EvpSign.EVP_DigestSignInit(context, 0, 0, 0, native) == 1
                && EvpSign.EVP_DigestSign(context, null, &length, start, (nuint)data.Length) == 1)
            {
                byte[] signature = new byte[length];
                fixed (byte* to = signature)
                {
                    if (EvpSign.EVP_DigestSign(context, to, &length, start, (nuint)data.Length) == 1)
                        return signature[..(int)length];
                }
            }
        }
        OpenSslErrorQueue.Clear();
        return null;
    }
}
