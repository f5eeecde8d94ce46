using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>The inputs of Test-SslCertificate: paths, folders, stores, text and objects.</summary>
/// <param name="cmdlet">The cmdlet whose location and drives apply.</param>
/// <param name="reader">Reads text and objects.</param>
/// <param name="recurse">Whether to include subfolders.</param>
internal sealed class CertificateInputs(PSCmdlet cmdlet, MaterialReader reader, bool recurse)
{
    private const string CertificateProvider = "Certificate";

    /// <summary>Returns the files that an input names, and whether it names each file itself; null if the input is not a path.</summary>
    /// <exception cref="MaterialException">The file does not exist.</exception>
    public IEnumerable<(string Path, bool IsNamed, string? Failure)>? Files(object input)
    {
        switch (input)
        {
            case FileInfo file:
                return [(file.FullName, true, null)];
            case DirectoryInfo folder:
                return In(folder.FullName);
            case string text when !reader.IsEncoded(text) && !IsInStore(text):
                return FolderOf(text) is { } path ? In(path)
                    : PathResolver.Existing(cmdlet, text, literal: false, withFolders: recurse)
                        .SelectMany(found => Directory.Exists(found) ? In(found) : [(found, true, null)]);
            default:
                return null;
        }
    }

    /// <summary>Returns the certificates of an input that is not a file.</summary>
    /// <param name="input">The original input. Its wrapper may have the path of the object.</param>
    /// <exception cref="MaterialException">The input contains no certificate.</exception>
    public IReadOnlyList<FoundCertificate> Objects(object input)
    {
        object bare = input is PSObject wrapped ? wrapped.BaseObject : input;
        if (bare is string path && IsInStore(path))
            return InStore(path);
        if (bare is SslIdentity identity)
            return [new(identity.CertificatePath ?? NameOf(identity.Certificate), identity.Certificate, [.. identity.Chain.Skip(1)])];
        IReadOnlyList<QSslCertificate> certificates = reader.Certificates(bare);
        return FoundCertificate.All("", [.. certificates.Select(certificate => ("", certificate))])
            is var found && PlaceOf(input) is { Length: > 0 } place && found.Count == 1
            ? [found[0] with { Target = place }]
            : [.. found.Select(one => one with { Target = NameOf(one.Certificate) })];
    }

    private static string NameOf(QSslCertificate certificate) =>
        certificate.IsNull ? "null certificate" : $"{certificate.VisibleName} ({certificate.Sha256Thumbprint})";

    private IEnumerable<(string Path, bool IsNamed, string? Failure)> In(string folder) => FolderWalk.Files(folder, recurse)
        .Where(found => found.Failure is not null || CertificateFile.IsCandidate(found.Path))
        .Select(found => (found.Path, false, found.Failure));

    private string? FolderOf(string text)
    {
        try
        {
            string path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" && Directory.Exists(path) ? path : null;
        }
        catch (Exception e) when (e is SessionStateException or ProviderInvocationException or PSArgumentException)
        {
            // The resolver of files reports the error.
            return null;
        }
    }

    private bool IsInStore(string text)
    {
        try
        {
            return text.Contains(':', StringComparison.Ordinal)
                && cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text, out ProviderInfo provider, out _) is not null
                && provider.Name == CertificateProvider;
        }
        catch (Exception e) when (e is SessionStateException or ProviderInvocationException or PSArgumentException)
        {
            return false;
        }
    }

    private List<FoundCertificate> InStore(string path)
    {
        List<FoundCertificate> found = [];
        foreach (PSObject item in cmdlet.InvokeProvider.Item.Get(path))
        {
            if (item.BaseObject is X509Certificate2)
                found.AddRange(Objects(item));
            else
            {
                foreach (PSObject child in cmdlet.InvokeProvider.ChildItem.Get($"{item.Properties["PSPath"]?.Value}", recurse))
                {
                    if (child.BaseObject is X509Certificate2)
                        found.AddRange(Objects(child));
                }
            }
        }
        return found;
    }

    /// <summary>Returns the path of an object from a provider; empty for other objects.</summary>
    private static string PlaceOf(object input) => input is PSObject wrapped && wrapped.Properties["PSPath"]?.Value is string path
        ? path[(path.IndexOf("::", StringComparison.Ordinal) is >= 0 and int at ? at + 2 : 0)..] is var rest
            && path.Contains($"{CertificateProvider}::", StringComparison.Ordinal) ? $@"Cert:\{rest}" : rest
        : "";
}
