using System.Security;
using System.Security.Cryptography;
using QSslCore;
using QSslCore.Files;

namespace QSslModule;

/// <summary>Reads every certificate of a file in any format. Any thread may call it.</summary>
/// <param name="passphrase">The pass phrase of bundles and key stores.</param>
internal sealed class CertificateFile(SecureString? passphrase)
{
    /// <summary>A file of certificates is not larger than this. A folder can contain files of any size.</summary>
    private const long MaxLength = 16 * 1024 * 1024;

    private static readonly HashSet<string> s_extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".pem", ".crt", ".cer", ".cert", ".der", ".p12", ".pfx", ".p7b", ".p7c", ".p7", ".jks", ".jceks", ".ca-bundle",
    };

    private static readonly HashSet<string> s_texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ".yaml", ".yml", ".json", ".conf", ".kubeconfig", "",
    };

    /// <summary>Determines from its name whether a file of a folder can contain certificates.</summary>
    public static bool IsCandidate(string file) =>
        s_extensions.Contains(Path.GetExtension(file)) || s_texts.Contains(Path.GetExtension(file));

    /// <summary>Reads a file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="isNamed">True if the user named the file, false if it was found in a folder.</param>
    /// <returns>The certificates. An empty list for a file of a folder that has no certificate and no extension of a certificate
    /// file.</returns>
    /// <exception cref="MaterialException">The file cannot be read.</exception>
    public IReadOnlyList<FoundCertificate> Read(string file, bool isNamed)
    {
        // To read a pipe in a folder would block.
        if (!isNamed && IsPipeOrDevice(file))
            return [];
        if (Length(file) > MaxLength)
        {
            return isNamed || s_extensions.Contains(Path.GetExtension(file))
                ? throw new MaterialException(MaterialErrors.FileUnreadable(
                    file, file, $"it is larger than {MaxLength / (1024 * 1024)} MiB"))
                : [];
        }
        if (!FileBytes.TryRead(file, out byte[] data, out string failure))
            throw new MaterialException(MaterialErrors.FileUnreadable(file, file, failure));
        try
        {
            return Read(file, data, isNamed);
        }
        finally
        {
            // The data may contain a key.
            CryptographicOperations.ZeroMemory(data);
        }
    }

    private IReadOnlyList<FoundCertificate> Read(string file, byte[] data, bool isNamed)
    {
        string extension = Path.GetExtension(file);
        if (s_texts.Contains(extension) && extension.Length > 0 && !IsBundle(data))
            return InText(file, data, isNamed);
        bool isPem = PemReader.LooksLikePem(data);
        // A folder of certificates also contains their keys.
        if (!isNamed && isPem && HasOnlyKeys(data))
            return [];
        if (extension.Length == 0 && !isPem && !IsBundle(data) && !(isNamed ? data is [DataKind.Sequence, ..] : IsCertificate(data)))
            return InText(file, data, isNamed);
        return FoundCertificate.All(file, [.. Named(data, file)]);
    }

    private IEnumerable<(string Name, QSslCertificate Certificate)> Named(byte[] data, string file)
    {
        EncodedMaterial material = new(passphrase, null);
        Dictionary<QSslCertificate, string> aliases = material.Aliases(data);
        return material.Certificates(data, $"'{file}'", file).Distinct().Select(certificate =>
            (aliases.GetValueOrDefault(certificate, ""), certificate));
    }

    private IReadOnlyList<FoundCertificate> InText(string file, byte[] data, bool isNamed)
    {
        KubernetesText text = new(FileText.Of(data), bundle => Opened(bundle, file));
        IReadOnlyList<(string Name, QSslCertificate Certificate)> found = text.Read();
        // Half of the certificates of a file would look like all of them.
        if (text.Failure.Length > 0)
            throw new MaterialException(MaterialErrors.CertificateUnreadable($"'{file}'", file, text.Failure));
        return found.Count > 0 || !isNamed
            ? FoundCertificate.All(file, found)
            : throw new MaterialException(MaterialErrors.CertificateUnreadable($"'{file}'", file, "there is no certificate in it"));
    }

    private (IReadOnlyList<QSslCertificate> Certificates, string Failure) Opened(byte[] bundle, string file)
    {
        try
        {
            return (new EncodedMaterial(passphrase, null).Certificates(bundle, "the bundle in it", file), "");
        }
        catch (MaterialException e)
        {
            return ([], CertificateBatch.ReasonOf(e.Record).TrimEnd('.'));
        }
    }

    private static bool IsCertificate(byte[] data) =>
        data is [DataKind.Sequence, ..] && CertificateReader.Read(data, EncodingFormat.Der).Certificates.Count > 0;

    private static bool IsBundle(byte[] data) => MaterialFormats.Of(data) is not (SslMaterialFormat.Pem or SslMaterialFormat.Der);

    private static bool HasOnlyKeys(byte[] data)
    {
        PemReader reader = new(data);
        bool isKey = false;
        while (reader.Read(out PemBlock block))
        {
            if (!block.Label.EndsWith("KEY", StringComparison.Ordinal) && !block.Label.EndsWith("PARAMETERS", StringComparison.Ordinal)
                && !block.Label.EndsWith("REQUEST", StringComparison.Ordinal))
                return false;
            isKey = true;
        }
        return isKey;
    }

    private static bool IsPipeOrDevice(string file)
    {
        try
        {
            return !OperatingSystem.IsWindows() && FileStatus.Of(file) is { IsFile: false, IsLink: false };
        }
        catch (IOException)
        {
            // The attempt to read the file reports the error.
            return false;
        }
    }

    private static long Length(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The attempt to read the file reports the error.
            return 0;
        }
    }
}
