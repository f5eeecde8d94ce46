using System.Management.Automation;
using System.Security;
using QSslCore;

namespace QSslModule;

/// <summary>Reads authorities: what certificates are read from, and folders with files of them.</summary>
/// <param name="cmdlet">Whose location and drives count.</param>
/// <param name="reader">Reads what is no folder.</param>
/// <param name="passphrase">Of bundles.</param>
internal sealed class AuthorityReader(PSCmdlet cmdlet, MaterialReader reader, SecureString? passphrase)
{
    /// <summary>The authorities in what was given, each once. A folder is looked at without the folders in it.</summary>
    /// <exception cref="MaterialException">Something cannot be read, or a folder has no certificate.</exception>
    public QSslCertificate[] Read(IEnumerable<object> inputs)
    {
        List<QSslCertificate> authorities = [];
        List<object> rest = [];
        foreach (object input in inputs)
        {
            if (FolderOf(input is PSObject wrapped ? wrapped.BaseObject : input) is { } folder)
                authorities.AddRange(In(folder));
            else
                rest.Add(input);
        }
        if (rest.Count > 0)
            authorities.AddRange(reader.Certificates(rest));
        return [.. authorities.Distinct()];
    }

    private List<QSslCertificate> In(string folder)
    {
        CertificateFile files = new(passphrase);
        List<QSslCertificate> found = [];
        foreach ((string path, string? failure) in FolderWalk.Files(folder, recurse: false))
        {
            if (failure is not null)
                throw new MaterialException(MaterialErrors.FolderOfAuthorities(folder, failure));
            if (CertificateFile.IsCandidate(path))
                found.AddRange(files.Read(path, isNamed: false).Select(one => one.Certificate));
        }
        return found.Count > 0
            ? found
            : throw new MaterialException(MaterialErrors.FolderOfAuthorities(folder, "There is no certificate in it."));
    }

    private string? FolderOf(object input)
    {
        if (input is DirectoryInfo directory)
            return directory.FullName;
        if (input is not string text || reader.IsEncoded(text))
            return null;
        try
        {
            string path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" && Directory.Exists(path) ? path : null;
        }
        catch (Exception e) when (e is SessionStateException or ProviderInvocationException or PSArgumentException)
        {
            // The reader of files tells what is wrong with it.
            return null;
        }
    }
}
