using System.Runtime.InteropServices;
using QSslCore.Files;

namespace QSslCore.Tls;

/// <summary>
/// The places from which OpenSSL loads settings and modules by itself. A configuration file names libraries to load, so each of these
/// places needs the same protection as the library itself.
/// </summary>
internal static partial class OpenSslSettings
{
    // The arguments of OpenSSL_version: the directory of settings, of engines and of providers.
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

    /// <summary>The reason not to use OpenSSL if the environment makes it load files that other users may have changed; null if OpenSSL may
    /// be used.</summary>
    public static string? Distrust() => Distrust(OfProcess);

    /// <summary>The same check for any environment.</summary>
    /// <param name="environment">Returns the value of a variable; null if it is not set.</param>
    internal static string? Distrust(Func<string, string?> environment) => s_places
        .Select(place => environment(place.Variable) is { Length: > 0 } named
            ? Judge(named, $"the environment variable {place.Variable} names")
            : null)
        .FirstOrDefault(fault => fault is not null);

    /// <summary>The reason not to use a library that was built to read a directory that other users may have changed; null if it may be
    /// used.</summary>
    /// <param name="text">The result of OpenSSL_version.</param>
    /// <param name="environment">Returns the value of a variable that replaces a directory of the library; null if it is not set.</param>
    /// <remarks>A default directory that does not exist is checked as well, because a user who can create it controls it.</remarks>
    internal static string? DistrustBuilt(Func<int, string?> text, Func<string, string?>? environment = null) => s_places
        .Where(place => place.Text >= 0 && (environment ?? OfProcess)(place.Variable) is null)
        .Select(place => Quoted(text(place.Text)) is { } built ? Judge(Path.Combine(built, place.Name), "it was built to read") : null)
        .FirstOrDefault(fault => fault is not null);

    private static string? Judge(string path, string why) => TrustedPath.Here.Fault(path) is { } fault
        ? $"OpenSSL is not used, because it takes its settings or modules from '{InputEcho.OfPath(path)}', which {why}: {fault}. "
            + "Another user could have put code there. Give it to this user or to the administrator, and take the right to write from "
            + "all others."
        : null;

    /// <summary>Returns the path in a text such as <c>OPENSSLDIR: "/usr/lib/ssl"</c>.</summary>
    private static string? Quoted(string? text) => text?.Split('"') is [_, { Length: > 0 } path, ..] ? path : null;

    // .NET keeps a copy of the environment, which scripts change. A Unix library sees the environment that the process was started with.
    private static string? OfProcess(string variable) => OperatingSystem.IsWindows()
        ? Environment.GetEnvironmentVariable(variable)
        : Marshal.PtrToStringUTF8(getenv(variable));

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getenv(string name);
}
