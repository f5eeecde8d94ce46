using System.Runtime.InteropServices;
using QSslCore.Files;

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

    /// <summary>Why a library that is there is not loaded, though it was asked for: others may have changed it.</summary>
    /// <remarks>Without a choice, the system's own rules say which library it is.</remarks>
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

    /// <summary>Loads a library with the one that it needs. One that cannot be used stays loaded, as it may have left traces in the
    /// process.</summary>
    /// <param name="ssl">The library.</param>
    /// <param name="isChosen">The environment names it: its places for settings are then not those of the system.</param>
    /// <returns>Null when it can be used; else why not, in a sentence that is empty where there simply is none.</returns>
    private static string? Refusal(string ssl, bool isChosen)
    {
        string crypto = CryptoBeside(ssl);
        // libcrypto first: libssl needs it, and must get the one beside it.
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
        // On Windows the usual builds look in directories that each user of the machine may make.
        if ((isChosen || OperatingSystem.IsWindows()) && OpenSslSettings.DistrustBuilt(number => Text(text, number)) is { } settings)
            return settings;
        (s_crypto, s_ssl) = (cryptoHandle, sslHandle);
        SetResolver();
        return null;
    }

    private static string CryptoBeside(string ssl) =>
        Path.Combine(Path.GetDirectoryName(ssl) ?? "", Path.GetFileName(ssl).Replace("libssl", "libcrypto", StringComparison.Ordinal));

    // Not by the imports: those stay bound to the library that they were first asked of, and the next candidate is another.
    private static unsafe (ulong Number, string Name) Version(nint number, nint text) =>
        (((delegate* unmanaged<CULong>)number)().Value, Text(text, 0) ?? "OpenSSL");

    private static unsafe string? Text(nint text, int number) => Marshal.PtrToStringUTF8(((delegate* unmanaged<int, nint>)text)(number));

    /// <summary>Why a library that is there cannot be loaded, in the system's words: they stand last, behind .NET's advice.</summary>
    private static string Trouble(string ssl, string culprit)
    {
        // A bare name was looked for where the system has its libraries, and is none of those.
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
