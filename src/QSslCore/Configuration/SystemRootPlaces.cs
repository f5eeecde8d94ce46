using System.Text.RegularExpressions;
using QSslCore.Files;

namespace QSslCore;

/// <summary>The directories and files with the authorities of a Unix system.</summary>
internal sealed partial record SystemRootPlaces(IReadOnlyList<string> Directories, IReadOnlyList<string> Files)
{
    public const string DirectoriesVariable = "SSL_CERT_DIR";
    public const string FileVariable = "SSL_CERT_FILE";

    private static readonly string[] s_directories =
    [
        "/etc/ssl/certs", "/usr/lib/ssl/certs", "/usr/share/ssl", "/etc/pki/ca-trust/extracted/pem/directory-hash",
        "/usr/local/ssl", "/var/ssl/certs", "/usr/local/ssl/certs", "/etc/openssl/certs", "/opt/openssl/certs", "/etc/ssl",
    ];

    private static readonly string[] s_bundles =
    [
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
        "/usr/local/share/certs/ca-root-nss.crt",
    ];

    public static SystemRootPlaces None { get; } = new([], []);

    public bool IsEmpty => Directories.Count == 0 && Files.Count == 0;

    /// <summary>Searches the places of the known systems. A bundle is used only if there is no hashed directory.</summary>
    /// <param name="root">A prefix of each path; empty except in tests.</param>
    public static SystemRootPlaces Search(string root)
    {
        // Several of the names may lead to the same directory. To search it twice would only take longer.
        string[] directories = [.. s_directories.Select(path => root + path).Where(IsHashed).DistinctBy(FinalPath)];
        string? bundle = directories.Length > 0 ? null : s_bundles.Select(path => root + path).FirstOrDefault(File.Exists);
        return new(directories, bundle is null ? [] : [bundle]);
    }

    /// <summary>Returns these places, or the places that the environment names instead.</summary>
    /// <param name="environment">Returns the value of a variable; null if it is not set.</param>
    /// <param name="refused">Receives the reason why a place is omitted: other users may have put authorities there. Nothing replaces
    /// it.</param>
    public SystemRootPlaces ReplacedBy(Func<string, string?> environment, Action<string>? refused = null)
    {
        string? directories = environment(DirectoriesVariable);
        string? file = environment(FileVariable);
        return new(
            string.IsNullOrEmpty(directories)
                ? Directories
                : Trusted(DirectoriesVariable, directories.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), refused),
            string.IsNullOrEmpty(file)
                ? (string.IsNullOrEmpty(directories) ? Files : [])
                : Trusted(FileVariable, [file], refused));
    }

    /// <summary>Reads every certificate in these places, each once. What cannot be read is skipped.</summary>
    public IReadOnlyList<QSslCertificate> Load() =>
        [.. CandidateFiles().DistinctBy(FinalPath).SelectMany(path => QSslCertificate.FromFile(path)).Distinct()];

    /// <summary>Returns the files that may contain certificates. A file may have several names.</summary>
    public IEnumerable<string> CandidateFiles()
    {
        EnumerationOptions options = new() { IgnoreInaccessible = true };
        return Directories
            .Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*", options))
            .Where(path => HashedName().IsMatch(Path.GetFileName(path)) || Path.GetExtension(path) is ".pem" or ".crt")
            .Concat(Files);
    }

    private static string[] Trusted(string variable, string[] places, Action<string>? refused) => Array.FindAll(places, place =>
    {
        string? fault = TrustedPath.Here.Fault(place);
        if (fault is not null)
        {
            refused?.Invoke($"No authority is taken from '{InputEcho.OfPath(place)}', which the environment variable {variable} names: "
                + $"{fault}. Another user could have put an authority there.");
        }
        return fault is null;
    });

    private static bool IsHashed(string directory)
    {
        try
        {
            return Directory.Exists(directory)
                && Directory.EnumerateFileSystemEntries(directory).Any(path => HashedName().IsMatch(Path.GetFileName(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Returns the path after all its links, or the path itself if it cannot be determined.</summary>
    public static string FinalPath(string path)
    {
        try
        {
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? info.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>The names that openssl rehash creates: a hash of the subject, and a number that distinguishes equal hashes.</summary>
    [GeneratedRegex(@"\A[0-9a-f]{8}\.[0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex HashedName();
}
