using System.Management.Automation;
using System.Security;
using QSslCore;

namespace QSslModule;

/// <summary>Reads authorities from every input that can contain certificates, and from folders of such files.</summary>
/// <param name="cmdlet">The cmdlet whose location and drives apply.</param>
/// <param name="reader">Reads every input that is not a folder.</param>
/// <param name="passphrase">The pass phrase of bundles.</param>
internal sealed class AuthorityReader(PSCmdlet cmdlet, MaterialReader reader, SecureString? passphrase)
{
    /// <summary>Returns the authorities of the inputs, each once. Subfolders of a folder are not read.</summary>
    /// <exception cref="MaterialException">An input cannot be read, or a folder contains no certificate.</exception>
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
            // The file reader reports the error.
            return null;
        }
    }
}
