using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>
/// Makes certificates and keys of what users have: objects of ours and of .NET, PEM text, bytes, paths. What cannot be
/// used is a <see cref="MaterialException"/> with the record to write.
/// </summary>
internal sealed class MaterialReader(PSCmdlet cmdlet)
{
    /// <summary>All certificates in what was given.</summary>
    public IReadOnlyList<QSslCertificate> Certificates(IEnumerable<object> inputs) => [.. inputs.SelectMany(i => Certificates(i))];

    public IReadOnlyList<QSslCertificate> Certificates(object input)
    {
        switch (Unwrapped(input))
        {
            case QSslCertificate certificate:
                return [certificate];
            case SslIdentity identity:
                return identity.Chain;
            case SslPeerCertificate peer:
                return [peer.Certificate];
            case X509Certificate2 native:
                return [QSslCertificate.FromX509Certificate2(native)];
            case X509Certificate2Collection natives:
                return [.. natives.Select(QSslCertificate.FromX509Certificate2)];
            case byte[] bytes:
                return ReadCertificates(bytes, "the bytes", input);
            case string text when IsPem(text):
                return ReadCertificates(Encoding.UTF8.GetBytes(text), "the PEM text", input);
            case string path:
                return [.. PathResolver.Existing(cmdlet, path, literal: false).SelectMany(f => CertificatesInFile(f, path))];
            case FileInfo file:
                return CertificatesInFile(file.FullName, input);
            case object[] list:
                return Certificates((IEnumerable<object>)list);
            case var other:
                throw Unsupported(other, "a certificate", "a path, PEM text, an X509Certificate2 or an object of Import-SslCertificate");
        }
    }

    public IReadOnlyList<QSslCertificate> CertificatesInFile(string file, object target, EncodingFormat? format = null) =>
        ReadCertificates(ReadFile(file, target), $"'{file}'", target, format);

    /// <summary>The private key in what was given.</summary>
    public QSslKey Key(object input, SecureString? passphrase)
    {
        switch (Unwrapped(input))
        {
            case QSslKey key:
                return key;
            case SslIdentity identity:
                return identity.Key;
            case byte[] bytes:
                return ReadKey(bytes, "the bytes", input, passphrase, null, KeyType.PrivateKey);
            case string text when IsPem(text):
                // The text is a secret: it is not the record's target.
                return ReadKey(Encoding.UTF8.GetBytes(text), "the PEM text", null, passphrase, null, KeyType.PrivateKey);
            case string path:
                IReadOnlyList<string> files = PathResolver.Existing(cmdlet, path, literal: false);
                return KeyInFile(files[0], path, passphrase);
            case FileInfo file:
                return KeyInFile(file.FullName, input, passphrase);
            case var other:
                throw Unsupported(other, "a key", "a path, PEM text or an object of Import-SslKey");
        }
    }

    public QSslKey KeyInFile(string file, object? target, SecureString? passphrase, EncodingFormat? format = null, KeyType? type = KeyType.PrivateKey) =>
        ReadKey(ReadFile(file, target), $"'{file}'", target, passphrase, format, type);

    private static byte[] ReadFile(string file, object? target)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ErrorCategory category = e is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.ReadError;
            throw new MaterialException(ErrorRecords.Make(
                ErrorIds.FileNotFound, category, target, $"'{file}' cannot be read: {e.Message}", "Check that the file is there and that you may read it.", e));
        }
    }

    private static IReadOnlyList<QSslCertificate> ReadCertificates(byte[] data, string name, object target, EncodingFormat? format = null)
    {
        CertificateReadResult result = CertificateReader.Read(data, format);
        return result.Succeeded
            ? result.Certificates
            : throw new MaterialException(ErrorRecords.Make(
                ErrorIds.CertificateUnreadable, ErrorCategory.InvalidData, target,
                $"No certificate can be read from {name}: {result.Failure}.", "Give a certificate in PEM or DER."));
    }

    private static QSslKey ReadKey(byte[] data, string name, object? target, SecureString? passphrase, EncodingFormat? format, KeyType? type)
    {
        using Secret secret = new(passphrase);
        try
        {
            KeyReadResult result = KeyReader.Read(data, format, secret.Bytes, type);
            if (result.Key is { } key)
                return key;
            (string id, ErrorCategory category, string advice) = result.Failure switch
            {
                KeyReadFailure.PassPhraseNeeded => (ErrorIds.PassphraseNeeded, ErrorCategory.AuthenticationError, "Give the pass phrase with -Passphrase."),
                KeyReadFailure.WrongPassPhrase => (ErrorIds.WrongPassphrase, ErrorCategory.AuthenticationError, "Check the pass phrase."),
                _ => (ErrorIds.KeyUnreadable, ErrorCategory.InvalidData, "Give a key in PEM or DER."),
            };
            throw new MaterialException(ErrorRecords.Make(id, category, target, $"No key can be read from {name}: {result.Message}.", advice));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    private static bool IsPem(string text) => text.Contains("-----BEGIN ", StringComparison.Ordinal);

    private static object Unwrapped(object input) => input is PSObject wrapped ? wrapped.BaseObject : input;

    private static MaterialException Unsupported(object input, string wanted, string usable) => new(ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, input,
        $"A {input.GetType().Name} cannot be used as {wanted}.", $"Give {usable}."));
}
