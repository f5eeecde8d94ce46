using System.Runtime.InteropServices;
using QSslCore.Files;

namespace QSslCore.Tls;

/// <summary>
/// The places from which OpenSSL takes settings and modules by itself. A configuration names libraries to load, so each of these
/// places is worth as much as the library.
/// </summary>
internal static partial class OpenSslSettings
{
    // The numbers that OpenSSL_version takes: the directory of settings, of engines and of providers.
    private const int OPENSSL_DIR = 4;
    private const int OPENSSL_ENGINES_DIR = 5;
    private const int OPENSSL_MODULES_DIR = 8;

    private static readonly (string Variable, int Text, string Name)[] s_places =
    [
        ("OPENSSL_CONF", OPENSSL_DIR, "openssl.cnf"),
        ("OPENSSL_CONF_INCLUDE", -1, ""),
        ("OPENSSL_MODULES", OPENSSL_MODULES_DIR, ""),
        ("OPENSSL_ENGINES", OPENSSL_ENGINES_DIR, ""),
    ];

    /// <summary>Why OpenSSL is not used, when the environment leads it to what other users may have changed; null when it may be
    /// used.</summary>
    public static string? Distrust() => Distrust(OfProcess);

    /// <summary>The same for any environment.</summary>
    /// <param name="environment">The value of a variable; null where it is not set.</param>
    internal static string? Distrust(Func<string, string?> environment) => s_places
        .Select(place => environment(place.Variable) is { Length: > 0 } named
            ? Judge(named, $"the environment variable {place.Variable} names")
            : null)
        .FirstOrDefault(fault => fault is not null);

    /// <summary>Why a library is not used that was built to look in a place that other users may have changed; null when it may be
    /// used.</summary>
    /// <param name="text">What OpenSSL_version answers.</param>
    /// <param name="environment">The value of a variable, which replaces a place of the library; null where it is not set.</param>
    /// <remarks>The usual place that is missing counts as well: who can make it, makes it.</remarks>
    internal static string? DistrustBuilt(Func<int, string?> text, Func<string, string?>? environment = null) => s_places
        .Where(place => place.Text >= 0 && (environment ?? OfProcess)(place.Variable) is null)
        .Select(place => Quoted(text(place.Text)) is { } built ? Judge(Path.Combine(built, place.Name), "it was built to read") : null)
        .FirstOrDefault(fault => fault is not null);

    private static string? Judge(string path, string why) => TrustedPath.Here.Fault(path) is { } fault
        ? $"OpenSSL is not used, because it takes its settings or modules from '{InputEcho.OfPath(path)}', which {why}: {fault}. "
            + "Another user could have put code there. Give it to this user or to the administrator, and take the right to write from "
            + "all others."
        : null;

    /// <summary>The path in a text such as <c>OPENSSLDIR: "/usr/lib/ssl"</c>.</summary>
    private static string? Quoted(string? text) => text?.Split('"') is [_, { Length: > 0 } path, ..] ? path : null;

    // .NET keeps a copy of the environment that scripts change; a library of Unix sees what the process was started with.
    private static string? OfProcess(string variable) => OperatingSystem.IsWindows()
        ? Environment.GetEnvironmentVariable(variable)
        : Marshal.PtrToStringUTF8(getenv(variable));

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getenv(string name);
}
