using System.Diagnostics.CodeAnalysis;

namespace QSslCore.Tls.OpenSsl;

/// <summary>
/// OpenSSL with its old ciphers (RC2, RC4, single DES), for reading data that was encrypted with them long ago. They are in a
/// separate library context, so that no connection can use them.
/// </summary>
internal static class OpenSslLegacy
{
    private static readonly Lazy<SafeLibraryContextHandle?> s_context = new(Load);

    /// <summary>Returns false if the library was installed without them.</summary>
    public static bool TryGet([NotNullWhen(true)] out SafeLibraryContextHandle? context)
    {
        context = s_context.Value;
        return context is not null;
    }

    private static SafeLibraryContextHandle? Load()
    {
        SafeLibraryContextHandle context = Crypto.OSSL_LIB_CTX_new();
        OpenSslErrorQueue.Check(!context.IsInvalid);
        if (Crypto.OSSL_PROVIDER_load(context, "legacy") != 0 && Crypto.OSSL_PROVIDER_load(context, "default") != 0)
            return context;
        context.Dispose();
        OpenSslErrorQueue.Clear();
        return null;
    }
}
