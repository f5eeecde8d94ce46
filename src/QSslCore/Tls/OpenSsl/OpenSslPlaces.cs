using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>
/// Where OpenSSL may be. A bare name makes Windows and macOS look into the current directory, too, where any user may have put
/// anything: there each place is named in full.
/// </summary>
internal static class OpenSslPlaces
{
    private static readonly string[] s_ofMacOS =
        ["/opt/homebrew/opt/openssl@3/lib", "/usr/local/opt/openssl@3/lib", "/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib"];

    /// <summary>What libssl is called here, the newest first.</summary>
    public static string[] Names { get; } = OperatingSystem.IsWindows()
        ? [$"libssl-4{WindowsSuffix}.dll", $"libssl-3{WindowsSuffix}.dll"]
        : OperatingSystem.IsMacOS() ? ["libssl.4.dylib", "libssl.3.dylib"] : ["libssl.so.4", "libssl.so.3"];

    /// <summary>
    /// The libraries to try without a choice. First what the process has loaded already, so that there is one OpenSSL in it
    /// and not two; then the system's.
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

    /// <summary>The libraries that a file, or the directory that it is in, stands for.</summary>
    public static IEnumerable<string> Chosen(string path) => Directory.Exists(path)
        ? Names.Select(name => Path.Combine(path, name))
        : [path];

    /// <summary>The libraries in directories, in their order.</summary>
    public static IEnumerable<string> In(IEnumerable<string> directories) =>
        directories.SelectMany(directory => Names.Select(name => Path.Combine(directory, name))).Where(File.Exists);

    /// <summary>The directories of a search path; one that depends on where the process happens to be is none.</summary>
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
