using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Reads certificates and keys from objects of this module and of .NET, PEM text, bytes and paths. If an input cannot be used, a
/// <see cref="MaterialException"/> carries the error record to write.
/// </summary>
/// <param name="cmdlet">The cmdlet whose location and drives apply.</param>
/// <param name="passphrase">The pass phrase of encrypted keys and bundles.</param>
/// <param name="format">The format of files, text and bytes; null to detect it.</param>
/// <param name="choice">The choice among several keys of a bundle; null for the first key, without a warning.</param>
internal sealed class MaterialReader(
    PSCmdlet cmdlet, SecureString? passphrase = null, SslMaterialFormat? format = null, KeyChoice? choice = null)
{
    /// <summary>Returns all certificates of the inputs.</summary>
    public IReadOnlyList<QSslCertificate> Certificates(IEnumerable<object> inputs) =>
        [.. GatheredInput.Whole(inputs.Select(Unwrapped), cmdlet.SessionState).SelectMany(Certificates)];

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
                // The certificate of the key comes first, whatever the order in the bundle.
                return [.. natives.OrderByDescending(native => native.HasPrivateKey).Select(QSslCertificate.FromX509Certificate2)];
            case byte[] bytes:
                return Encoded.Certificates(bytes, "the bytes", input);
            case string text when IsEncoded(text):
                return Encoded.Certificates(Encoding.UTF8.GetBytes(text), "the text", input);
            case string path:
                return [.. PathResolver.Existing(cmdlet, path, literal: false).SelectMany(f => CertificatesInFile(f, path))];
            case FileInfo file:
                return CertificatesInFile(file.FullName, input);
            case object[] list:
                return Certificates((IEnumerable<object>)list);
            case var other:
                throw new MaterialException(MaterialErrors.WrongType(
                    other, "a certificate", "a path, PEM text, an X509Certificate2 or an object of Import-SslCertificate"));
        }
    }

    public IReadOnlyList<QSslCertificate> CertificatesInFile(string file, object target) =>
        Encoded.Certificates(ReadFile(file, target), $"'{file}'", target);

    /// <summary>Returns the private or the public key of the input.</summary>
    public QSslKey Key(object input, KeyType type = KeyType.PrivateKey)
    {
        switch (Unwrapped(input))
        {
            case QSslKey key:
                return key;
            case SslIdentity identity:
                return identity.Key;
            case X509Certificate2 { HasPrivateKey: true } native:
                return DotNetKey.Of(() => QSslKey.FromX509Certificate2(native));
            case AsymmetricAlgorithm native:
                return DotNetKey.Of(() => QSslKey.FromAsymmetricAlgorithm(native));
            case byte[] bytes:
                // The reader clears its input, and these bytes belong to the caller.
                return Encoded.Key([.. bytes], "the bytes", null, type);
            case string text when IsEncoded(text):
                // The text is a secret, so it must not be the target of the error record.
                return Encoded.Key(Encoding.UTF8.GetBytes(text), "the text", null, type);
            case string path:
                IReadOnlyList<string> files = PathResolver.Existing(cmdlet, path, literal: false);
                return files.Count == 1
                    ? KeyInFile(files[0], path, type)
                    : throw new MaterialException(MaterialErrors.SeveralFiles(path, files.Count));
            case FileInfo file:
                return KeyInFile(file.FullName, input, type);
            // Lines from Get-Content. An error must never contain the lines, because they are the key.
            case object[] list when GatheredInput.Whole(list.Select(Unwrapped), cmdlet.SessionState).ToArray() is [var whole]
                && whole is not object[]:
                return Key(whole, type);
            case var other:
                throw new MaterialException(MaterialErrors.WrongType(
                    other, "a key", "a path, PEM text, an object of Import-SslKey, an RSA or ECDsa object, or an X509Certificate2 with its "
                        + "key"));
        }
    }

    public QSslKey KeyInFile(string file, object? target, KeyType type = KeyType.PrivateKey) =>
        Encoded.Key(ReadFile(file, target), $"'{file}'", target, type);

    /// <summary>Returns the local chain, leaf first, and the private key that comes with it; null if there is none.</summary>
    public (QSslCertificate[] Chain, QSslKey? Key) Local(IEnumerable<object> inputs)
    {
        object[] whole = [.. GatheredInput.Whole(inputs.Select(Unwrapped), cmdlet.SessionState)];
        if (whole is [X509Certificate2 { HasPrivateKey: true } native])
            return (DotNetIdentity.ChainOf(native, []), KeyBeside(native));
        // PowerShell has split a collection. The certificate of the key comes first.
        if (Array.TrueForAll(whole, input => input is X509Certificate2))
            whole = [.. whole.OrderByDescending(input => ((X509Certificate2)input).HasPrivateKey)];
        QSslCertificate[] chain = [.. whole.SelectMany(Certificates)];
        return (chain, whole.Select(KeyBeside).FirstOrDefault(key => key is not null));
    }

    /// <summary>Returns the private key that comes with a certificate: of an identity, of a .NET certificate, or in the same bundle or PEM
    /// text; null if there is none.</summary>
    public QSslKey? KeyBeside(object certificate)
    {
        switch (Unwrapped(certificate))
        {
            case SslIdentity identity:
                return identity.Key;
            case X509Certificate2 native:
                return native.HasPrivateKey ? Key(native) : null;
            case X509Certificate2Collection natives:
                return natives.FirstOrDefault(native => native.HasPrivateKey) is { } own ? Key(own) : null;
            case byte[] bytes:
                return EncodedMaterial.HasKey(bytes, format) ? Key(bytes) : null;
            case FileInfo file:
                return EncodedMaterial.HasKey(ReadFile(file.FullName, certificate), format) ? Key(file) : null;
            case string text when IsEncoded(text):
                return EncodedMaterial.HasKey(Encoding.UTF8.GetBytes(text), format) ? Key(text) : null;
            case string path when PathResolver.Existing(cmdlet, path, literal: false) is [var file]:
                return EncodedMaterial.HasKey(ReadFile(file, path), format) ? Key(path) : null;
            default:
                return null;
        }
    }

    /// <summary>Returns an authority that can sign: its certificate with its key.</summary>
    public SslIdentity Identity(object[] certificate, object? key)
    {
        if (key is null && Unwrapped(certificate[0]) is SslIdentity made)
            return made;
        (QSslCertificate[] chain, QSslKey? beside) = key is null ? Local(certificate) : ([.. Certificates(certificate)], Key(key));
        QSslKey own = beside
            ?? throw new MaterialException(MaterialErrors.IssuerWithoutKey(chain[0], certificate[0]));
        return new(chain[0], own, chain);
    }

    /// <summary>Returns the contents of a file, or bytes without change.</summary>
    public byte[] Bytes(object input, string wanted) => Unwrapped(input) switch
    {
        byte[] bytes => bytes,
        string path => ReadFile(PathResolver.Existing(cmdlet, path, literal: false)[0], path),
        FileInfo file => ReadFile(file.FullName, file),
        var other => throw new MaterialException(MaterialErrors.WrongType(other, wanted, "a path or bytes")),
    };

    public QSslDiffieHellmanParameters DiffieHellman(object input)
    {
        QSslDiffieHellmanParameters parameters = Unwrapped(input) switch
        {
            QSslDiffieHellmanParameters given => given,
            byte[] bytes => Decode(bytes),
            string text when IsEncoded(text) => Decode(Encoding.UTF8.GetBytes(text)),
            string path => Decode(ReadFile(PathResolver.Existing(cmdlet, path, literal: false)[0], path)),
            FileInfo file => Decode(ReadFile(file.FullName, file)),
            var other => throw new MaterialException(MaterialErrors.WrongType(
                other, "Diffie-Hellman parameters", "a path, PEM text or bytes in DER")),
        };
        return parameters.IsValid
            ? parameters
            : throw new MaterialException(MaterialErrors.DiffieHellmanUnusable(
                Unwrapped(input) is string words && IsEncoded(words) ? null : input, parameters.ErrorString));

        static QSslDiffieHellmanParameters Decode(byte[] data) => QSslDiffieHellmanParameters.FromEncoded(
            data, PemReader.LooksLikePem(data) ? EncodingFormat.Pem : EncodingFormat.Der);
    }

    private EncodedMaterial Encoded => new(passphrase, format, choice);

    private static byte[] ReadFile(string file, object? target) => FileBytes.TryRead(file, out byte[] data, out string failure)
        ? data
        : throw new MaterialException(MaterialErrors.FileUnreadable(file, target, failure));

    /// <summary>Determines whether a text is a certificate or a key itself, and not the path of a file.</summary>
    internal bool IsEncoded(string text) => IsPem(text) || (IsBase64(text) && !PathResolver.IsFile(cmdlet.SessionState, text));

    private static bool IsPem(string text) => text.Contains("-----BEGIN ", StringComparison.Ordinal);

    private static bool IsBase64(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bool isBase64 = EncodedText.IsBase64(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return isBase64;
    }

    private static object Unwrapped(object input) => input is PSObject wrapped ? wrapped.BaseObject : input;
}
