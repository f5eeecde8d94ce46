using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Finds, loads and checks OpenSSL, once per process.</summary>
internal static class OpenSslLibrary
{
    /// <summary>A libssl file, or the directory that it is in; nothing else is tried then.</summary>
    public const string PathVariable = "QSSL_OPENSSL_LIBRARY";

    private const ulong OldestVersion = 0x30000000;
    private const ulong FirstUnknownVersion = 0x50000000;

    private static readonly Lazy<string> s_absence = new(Load);
    private static nint s_ssl;
    private static nint s_crypto;

    /// <summary>Loads the library on first use.</summary>
    /// <param name="absence">A sentence that says what is missing and what to do.</param>
    public static bool TryLoad(out string absence)
    {
        absence = s_absence.Value;
        return absence.Length == 0;
    }

    private static string Load()
    {
        string? chosen = Environment.GetEnvironmentVariable(PathVariable);
        IEnumerable<string> candidates = string.IsNullOrEmpty(chosen) ? OpenSslPlaces.Usual() : OpenSslPlaces.Chosen(chosen);
        string? rejected = null;
        foreach (string candidate in candidates)
        {
            if (TryLoadPair(candidate, out string? reason))
                return "";
            rejected ??= reason;
        }
        string install = OperatingSystem.IsWindows()
            ? "install OpenSSL 3 and put its DLLs on PATH"
            : OperatingSystem.IsMacOS() ? "install it with 'brew install openssl@3'" : "install the package libssl3 (or openssl)";
        return rejected ?? (string.IsNullOrEmpty(chosen)
            ? $"OpenSSL 3.0 or newer was not found: {install}, or name its libssl in the environment variable {PathVariable}."
            : $"No OpenSSL could be loaded from '{chosen}', which the environment variable {PathVariable} names.");
    }

    private static bool TryLoadPair(string ssl, out string? reason)
    {
        reason = null;
        string crypto = Path.Combine(Path.GetDirectoryName(ssl) ?? "", Path.GetFileName(ssl).Replace("libssl", "libcrypto", StringComparison.Ordinal));
        // libcrypto first: libssl needs it, and must get the one beside it.
        if (!NativeLibrary.TryLoad(crypto, out nint cryptoHandle))
            return false;
        if (!NativeLibrary.TryLoad(ssl, out nint sslHandle))
        {
            NativeLibrary.Free(cryptoHandle);
            return false;
        }
        (s_crypto, s_ssl) = (cryptoHandle, sslHandle);
        if (!NativeLibrary.TryGetExport(cryptoHandle, "OpenSSL_version_num", out _) || !NativeLibrary.TryGetExport(sslHandle, "SSL_CTX_new", out _))
        {
            reason = $"'{ssl}' is not an OpenSSL library.";
            return false;
        }
        SetResolver();
        ulong version = Crypto.OpenSSL_version_num().Value;
        if (version is >= OldestVersion and < FirstUnknownVersion)
            return true;
        reason = $"'{ssl}' is {Marshal.PtrToStringUTF8(Crypto.OpenSSL_version(0))}; OpenSSL 3.0 to 4.x is needed.";
        return false;
    }

    private static int s_resolverSet;

    private static void SetResolver()
    {
        if (Interlocked.Exchange(ref s_resolverSet, 1) == 1)
            return;
        NativeLibrary.SetDllImportResolver(
            typeof(OpenSslLibrary).Assembly,
            static (name, _, _) => name switch
            {
                Ssl.Library => s_ssl,
                Crypto.Library => s_crypto,
                _ => 0,
            });
    }
}
