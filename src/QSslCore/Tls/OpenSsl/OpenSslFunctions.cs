using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>What a library of the right version may lack all the same: one function of it would be missed in the middle of
/// something.</summary>
internal static class OpenSslFunctions
{
    /// <summary>One of each part that OpenSSL may be built without (no-psk, no-ocsp, no-ec), and one that came with 3.0. To look for all
    /// that are used would take longer than a handshake.</summary>
    public static IReadOnlyList<string> OfParts { get; } =
    [
        nameof(EvpPKey.EVP_PKEY_CTX_new_from_pkey), nameof(Ssl.SSL_set_psk_server_callback), nameof(Ocsp.OCSP_basic_verify),
            nameof(Ec.EC_get_builtin_curves),
    ];

    /// <summary>The first that neither of two libraries has; null when all are there.</summary>
    public static string? FirstMissing(nint ssl, nint crypto) =>
        OfParts.FirstOrDefault(name => !NativeLibrary.TryGetExport(ssl, name, out _) && !NativeLibrary.TryGetExport(crypto, name, out _));
}
