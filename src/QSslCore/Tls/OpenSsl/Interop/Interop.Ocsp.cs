using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>libcrypto: OCSP responses.</summary>
internal static unsafe partial class Ocsp
{
    /// <summary>The signer is searched among the given certificates, and not among those of the response.</summary>
    internal const uint OCSP_NOINTERN = 0x2;

    /// <summary>The signer's own certificate is not verified.</summary>
    internal const uint OCSP_NOVERIFY = 0x10;

    [LibraryImport(Crypto.Library)]
    internal static partial SafeOcspResponseHandle d2i_OCSP_RESPONSE(nint a, byte** pp, CLong length);

    [LibraryImport(Crypto.Library)]
    internal static partial void OCSP_RESPONSE_free(nint a);

    [LibraryImport(Crypto.Library)]
    internal static partial SafeOcspBasicResponseHandle OCSP_response_get1_basic(SafeOcspResponseHandle resp);

    [LibraryImport(Crypto.Library)]
    internal static partial void OCSP_BASICRESP_free(nint a);

    [LibraryImport(Crypto.Library)]
    internal static partial int OCSP_basic_verify(SafeOcspBasicResponseHandle bs, SafeX509StackHandle certs, nint st, CULong flags);

    /// <summary>Allocates memory that the library frees after it has taken ownership.</summary>
    [LibraryImport(Crypto.Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* CRYPTO_malloc(nuint num, string file, int line);
}
