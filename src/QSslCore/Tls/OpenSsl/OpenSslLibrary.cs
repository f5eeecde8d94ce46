using System.Runtime.InteropServices;
using QSslCore.Files;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Finds, loads and checks OpenSSL, once per process.</summary>
internal static class OpenSslLibrary
{
    /// <summary>A libssl file, or its directory. If it is set, nothing else is tried.</summary>
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

    /// <summary>Returns why a requested library is not loaded although it exists: other users may have changed it.</summary>
    /// <remarks>If no library was requested, the system's own rules select it.</remarks>
    internal static string? Distrust(string ssl)
    {
        if (!File.Exists(ssl))
            return null;
        return (TrustedPath.Here.Fault(ssl) ?? TrustedPath.Here.Fault(CryptoBeside(ssl))) is { } fault
            ? $"'{ssl}', which the environment variable {PathVariable} names, is not loaded: {fault}. "
                + "Another user could have put code there. Give it to this user or to the administrator, and take the right to write "
                    + "from all others."
            : null;
    }

    private static string Load()
    {
        if (OpenSslSettings.Distrust() is { } settings)
            return settings;
        string? chosen = Environment.GetEnvironmentVariable(PathVariable);
        IEnumerable<string> candidates = string.IsNullOrEmpty(chosen) ? OpenSslPlaces.Candidates : OpenSslPlaces.Chosen(chosen);
        string rejected = "";
        foreach (string candidate in candidates)
        {
            if ((string.IsNullOrEmpty(chosen) ? null : Distrust(candidate)) is { } fault)
                return fault;
            if (Refusal(candidate, !string.IsNullOrEmpty(chosen)) is not { } reason)
                return "";
            rejected = rejected.Length > 0 ? rejected : reason;
        }
        if (rejected.Length > 0)
            return rejected;
        string install = OperatingSystem.IsWindows()
            ? "install OpenSSL 3 and put its DLLs on PATH"
            : OperatingSystem.IsMacOS() ? "install it with 'brew install openssl@3'" : "install the package libssl3 (or openssl)";
        if (string.IsNullOrEmpty(chosen))
            return $"OpenSSL 3.0 or newer was not found: {install}, or name its libssl in the environment variable {PathVariable}.";
        string why = Directory.Exists(chosen)
            ? $"neither {string.Join(" nor ", OpenSslPlaces.Names)} is in it"
            : "there is no such file or directory";
        return $"No OpenSSL could be loaded from '{chosen}', which the environment variable {PathVariable} names: {why}.";
    }

    /// <summary>Loads a library and the one that it needs. A library that cannot be used stays loaded, because it may have left traces in
    /// the process.</summary>
    /// <param name="ssl">The library.</param>
    /// <param name="isChosen">Whether the environment names it. Its directories of settings are then not those of the system.</param>
    /// <returns>Null if it can be used. Otherwise the reason, as a sentence that is empty if the library does not exist.</returns>
    private static string? Refusal(string ssl, bool isChosen)
    {
        string crypto = CryptoBeside(ssl);
        // libcrypto first: libssl needs it, and must use the one in the same directory.
        if (!NativeLibrary.TryLoad(crypto, out nint cryptoHandle))
            return Trouble(ssl, crypto);
        if (!NativeLibrary.TryLoad(ssl, out nint sslHandle))
        {
            NativeLibrary.Free(cryptoHandle);
            return Trouble(ssl, ssl);
        }
        if (!NativeLibrary.TryGetExport(sslHandle, "SSL_CTX_new", out _)
            || !NativeLibrary.TryGetExport(cryptoHandle, nameof(Crypto.OpenSSL_version_num), out nint number)
            || !NativeLibrary.TryGetExport(cryptoHandle, nameof(Crypto.OpenSSL_version), out nint text))
        {
            return $"'{ssl}' is not an OpenSSL library.";
        }
        (ulong version, string name) = Version(number, text);
        if (version is < OldestVersion or >= FirstUnknownVersion)
            return $"'{ssl}' is {name}; OpenSSL 3.0 to 4.x is needed.";
        if (OpenSslFunctions.FirstMissing(sslHandle, cryptoHandle) is { } missing)
            return $"'{ssl}' is {name} without {missing}, which is needed: it was built without a part of OpenSSL.";
        // On Windows, common builds search directories that any user of the machine can create.
        if ((isChosen || OperatingSystem.IsWindows()) && OpenSslSettings.DistrustBuilt(number => Text(text, number)) is { } settings)
            return settings;
        (s_crypto, s_ssl) = (cryptoHandle, sslHandle);
        SetResolver();
        return null;
    }

    private static string CryptoBeside(string ssl) =>
        Path.Combine(Path.GetDirectoryName(ssl) ?? "", Path.GetFileName(ssl).Replace("libssl", "libcrypto", StringComparison.Ordinal));

    // Imports are not used here: they stay bound to the first library, and the next candidate may be another one.
    private static unsafe (ulong Number, string Name) Version(nint number, nint text) =>
        (((delegate* unmanaged<CULong>)number)().Value, Text(text, 0) ?? "OpenSSL");

    private static unsafe string? Text(nint text, int number) => Marshal.PtrToStringUTF8(((delegate* unmanaged<int, nint>)text)(number));

    /// <summary>Returns why an existing library cannot be loaded, in the system's words. They are at the end, after .NET's
    /// advice.</summary>
    private static string Trouble(string ssl, string culprit)
    {
        // A name without a directory was searched in the system's directories, and was not found there.
        if (Path.GetDirectoryName(ssl) is null or "" || !File.Exists(ssl))
            return "";
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(culprit));
            return $"'{ssl}' was not there a moment ago: try again.";
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            string words = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            return $"'{ssl}' cannot be loaded: {words.TrimEnd('.')}.";
        }
    }

    private static void SetResolver() => NativeLibrary.SetDllImportResolver(
        typeof(OpenSslLibrary).Assembly,
        static (name, _, _) => name switch
        {
            Ssl.Library => s_ssl,
            Crypto.Library => s_crypto,
            _ => 0,
        });
}
