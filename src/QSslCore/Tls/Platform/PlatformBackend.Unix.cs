using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QSslCore.Tls.Platform;

// The OpenSSL that .NET itself uses.
internal sealed partial class PlatformBackend
{
    /// <summary>The names that the runtime tries. If none of them exists, the runtime ends the process at the first use of cryptography, so
    /// this code checks before.</summary>
    private static readonly string[] s_names =
        [$"libssl.so.{Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE")}", "libssl.so.4", "libssl.so.3", "libssl.so.1.1",
            "libssl.so"];

    /// <summary>Why .NET's own TLS cannot be used; empty if it can.</summary>
    private static string LackOfOpenSsl => !IsOpenSslThere
        ? ".NET finds no OpenSSL for its own TLS: install the package libssl3 (or openssl)."
        : OpenSslSettings.Distrust() ?? "";

    private static bool IsOpenSslThere
    {
        get
        {
            nint library = 0;
            if (!s_names.Any(name => NativeLibrary.TryLoad(name, out library)))
                return false;
            NativeLibrary.Free(library);
            return true;
        }
    }

    private static (long Number, string Text) OpenSslVersion => OperatingSystem.IsWindows()
        ? (0, "")
        : (SafeEvpPKeyHandle.OpenSslVersion, $"SslStream over OpenSSL {Text(SafeEvpPKeyHandle.OpenSslVersion)}");

    /// <summary>Formats a version. OpenSSL encodes it as 0xMNN00PP0.</summary>
    private static string Text(long version) => $"{version >> 28}.{(version >> 20) & 0xFF}.{(version >> 4) & 0xFF}";
}
