using System.Text.RegularExpressions;
using QSslCore.Files;

namespace QSslCore;

/// <summary>The directories and files that hold a Unix system's authorities.</summary>
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

    /// <summary>Looks at the places of the known systems; a bundle counts only where no directory is hashed.</summary>
    /// <param name="root">Stands before each path; empty but for tests.</param>
    public static SystemRootPlaces Search(string root)
    {
        // Several of the names lead to one directory, and a library that searches it twice only takes longer.
        string[] directories = [.. s_directories.Select(path => root + path).Where(IsHashed).DistinctBy(FinalPath)];
        string? bundle = directories.Length > 0 ? null : s_bundles.Select(path => root + path).FirstOrDefault(File.Exists);
        return new(directories, bundle is null ? [] : [bundle]);
    }

    /// <summary>These places, or those that the environment names instead of them.</summary>
    /// <param name="environment">The value of a variable; null where it is not set.</param>
    /// <param name="refused">Told why a place is left out: other users may have put authorities there. Nothing replaces it.</param>
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

    /// <summary>Reads every certificate in these places, each once; what cannot be read is passed over.</summary>
    public IReadOnlyList<QSslCertificate> Load() =>
        [.. CandidateFiles().DistinctBy(FinalPath).SelectMany(path => QSslCertificate.FromFile(path)).Distinct()];

    /// <summary>The files that may hold certificates; one may have several names.</summary>
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

    /// <summary>Where the links of a path lead; the path itself where that cannot be found out.</summary>
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

    /// <summary>The names that openssl rehash gives: a hash of the subject, and a number to tell equal ones apart.</summary>
    [GeneratedRegex(@"\A[0-9a-f]{8}\.[0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex HashedName();
}
