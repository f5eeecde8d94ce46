using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libcrypto: signatures.</summary>
internal static unsafe partial class EvpSign
{
    [LibraryImport(Crypto.Library)]
    internal static partial SafeMdContextHandle EVP_MD_CTX_new();

    [LibraryImport(Crypto.Library)]
    internal static partial void EVP_MD_CTX_free(nint ctx);

    [LibraryImport(Crypto.Library)]
    internal static partial int EVP_DigestSignInit(SafeMdContextHandle ctx, nint pctx, nint type, nint e, SafeEvpPKeyHandle pkey);

    [LibraryImport(Crypto.Library)]
    internal static partial int EVP_DigestSign(SafeMdContextHandle ctx, byte* sigret, nuint* siglen, byte* tbs, nuint tbslen);
}
