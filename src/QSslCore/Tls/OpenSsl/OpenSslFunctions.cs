using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>The functions that a library of the right version may lack nevertheless. A missing function would otherwise fail in the middle
/// of an operation.</summary>
internal static class OpenSslFunctions
{
    /// <summary>One function of each part that OpenSSL may be built without (no-psk, no-ocsp, no-ec), and one that is new in 3.0. Checking
    /// all functions in use would take longer than a handshake.</summary>
    public static IReadOnlyList<string> OfParts { get; } =
    [
        nameof(EvpPKey.EVP_PKEY_CTX_new_from_pkey), nameof(Ssl.SSL_set_psk_server_callback), nameof(Ocsp.OCSP_basic_verify),
            nameof(Ec.EC_get_builtin_curves),
    ];

    /// <summary>Returns the first function that neither of two libraries has; null if none is missing.</summary>
    public static string? FirstMissing(nint ssl, nint crypto) =>
        OfParts.FirstOrDefault(name => !NativeLibrary.TryGetExport(ssl, name, out _) && !NativeLibrary.TryGetExport(crypto, name, out _));
}
