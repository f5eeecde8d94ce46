using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>
/// Where an OpenSSL may lie. Windows and macOS look for a bare name in the working directory, too, which may be a folder of downloads:
/// there only full paths are given to the loader.
/// </summary>
internal static class OpenSslPlaces
{
    private static readonly string[] s_macDirectories =
    [
        "/opt/homebrew/opt/openssl@3/lib", "/usr/local/opt/openssl@3/lib", "/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib",
    ];

    /// <summary>First what the process has loaded already, so that there is one OpenSSL in it and not two; then the system's.</summary>
    public static IEnumerable<string> Usual() => AlreadyLoaded().Concat(
        OperatingSystem.IsWindows() ? Existing([AppContext.BaseDirectory, Environment.SystemDirectory, .. DirectoriesOf(Environment.GetEnvironmentVariable("PATH"))], Names)
        : OperatingSystem.IsMacOS() ? Existing(s_macDirectories, Names)
        : Names);

    /// <summary>A libssl file, or those in a directory.</summary>
    public static IEnumerable<string> Chosen(string path) =>
        Directory.Exists(path) ? Names.Select(name => Path.Combine(path, name)) : [path];

    /// <summary>The directories of a search path; one that is not spelled in full would be another in each working directory.</summary>
    internal static IEnumerable<string> DirectoriesOf(string? searchPath) =>
        (searchPath ?? "").Split(Path.PathSeparator).Select(directory => directory.Trim().Trim('"')).Where(Path.IsPathFullyQualified);

    /// <summary>The files of those names, the better name before the better directory.</summary>
    internal static IEnumerable<string> Existing(IReadOnlyCollection<string> directories, IEnumerable<string> names) =>
        names.SelectMany(name => directories.Select(directory => Path.Combine(directory, name))).Where(File.Exists);

    private static string[] Names
    {
        get
        {
            if (OperatingSystem.IsMacOS())
                return ["libssl.4.dylib", "libssl.3.dylib"];
            if (!OperatingSystem.IsWindows())
                return ["libssl.so.4", "libssl.so.3"];
            string suffix = RuntimeInformation.ProcessArchitecture switch
            {
                Architecture.X64 => "-x64",
                Architecture.Arm64 => "-arm64",
                _ => "",
            };
            return [$"libssl-4{suffix}.dll", $"libssl-3{suffix}.dll"];
        }
    }

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
        catch (IOException)
        {
            return [];
        }
    }
}
