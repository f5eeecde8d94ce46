using System.Reflection;
using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>The functions of OpenSSL that are used: one that a library lacks would otherwise be missed in the middle of something.</summary>
internal static class OpenSslFunctions
{
    private static readonly Type[] s_areas = [typeof(Ssl), typeof(SslConf), typeof(Crypto), typeof(X509), typeof(EvpPKey), typeof(EvpSign), typeof(Ec), typeof(Ocsp)];

    /// <summary>All of them by their C names.</summary>
    public static IEnumerable<string> Names =>
        from area in s_areas
        from method in area.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let import = method.GetCustomAttribute<LibraryImportAttribute>()
        where import is not null
        select import.EntryPoint ?? method.Name;

    /// <summary>The first that neither of two libraries has; null when all are there.</summary>
    public static string? FirstMissing(nint ssl, nint crypto) =>
        Names.FirstOrDefault(name => !NativeLibrary.TryGetExport(ssl, name, out _) && !NativeLibrary.TryGetExport(crypto, name, out _));
}
