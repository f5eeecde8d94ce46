using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>
/// The possible locations of OpenSSL. With a name without a directory, Windows and macOS also search the current directory, where any
/// user may have put a file. On these systems every path is therefore complete.
/// </summary>
internal static class OpenSslPlaces
{
    private static readonly string[] s_ofMacOS =
        ["/opt/homebrew/opt/openssl@3/lib", "/usr/local/opt/openssl@3/lib", "/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib"];

    /// <summary>The file names of libssl on this system, the newest first.</summary>
    public static string[] Names { get; } = OperatingSystem.IsWindows()
        ? [$"libssl-4{WindowsSuffix}.dll", $"libssl-3{WindowsSuffix}.dll"]
        : OperatingSystem.IsMacOS() ? ["libssl.4.dylib", "libssl.3.dylib"] : ["libssl.so.4", "libssl.so.3"];

    /// <summary>
    /// The libraries to try if none is requested: first a library that the process has already loaded, so that it does not contain two
    /// copies of OpenSSL; then the system's library.
    /// </summary>
    public static IEnumerable<string> Candidates => OperatingSystem.IsWindows()
        ? In([AppContext.BaseDirectory, Environment.SystemDirectory, .. Directories(Environment.GetEnvironmentVariable("PATH"))])
        : OperatingSystem.IsMacOS() ? In(s_ofMacOS) : AlreadyLoaded().Concat(Names);

    private static string WindowsSuffix => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "-x64",
        Architecture.Arm64 => "-arm64",
        _ => "",
    };

    /// <summary>Returns the libraries for a path, which is a file or its directory.</summary>
    public static IEnumerable<string> Chosen(string path) => Directory.Exists(path)
        ? Names.Select(name => Path.Combine(path, name))
        : [path];

    /// <summary>Returns the libraries in directories, in the order of the directories.</summary>
    public static IEnumerable<string> In(IEnumerable<string> directories) =>
        directories.SelectMany(directory => Names.Select(name => Path.Combine(directory, name))).Where(File.Exists);

    /// <summary>Returns the directories of a search path. Entries that depend on the current directory are ignored.</summary>
    public static IEnumerable<string> Directories(string? searchPath) =>
        (searchPath ?? "").Split(Path.PathSeparator).Select(directory => directory.Trim(' ', '"')).Where(Path.IsPathFullyQualified);

    private static string[] AlreadyLoaded()
    {
        if (!OperatingSystem.IsLinux())
            return [];
        try
        {
            return
            [
                .. File.ReadLines("/proc/self/maps")
                    .Select(line => line[(line.LastIndexOf(' ') + 1)..])
                    .Where(path => Path.GetFileName(path).StartsWith("libssl.so.", StringComparison.Ordinal))
                    .Distinct(),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
