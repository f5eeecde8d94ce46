using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Certificates and keys out of bytes, in whichever format, or the record that says why not.</summary>
/// <param name="passphrase">Of encrypted keys and bundles.</param>
/// <param name="format">How the bytes are written down; null to find out.</param>
internal readonly struct EncodedMaterial(SecureString? passphrase, SslMaterialFormat? format)
{
    public bool IsPkcs12(byte[] data) => FormatOf(data) == SslMaterialFormat.Pkcs12;

    /// <param name="data">The bytes.</param>
    /// <param name="name">What they are called in an error.</param>
    /// <param name="target">The error's target.</param>
    public IReadOnlyList<QSslCertificate> Certificates(byte[] data, string name, object target)
    {
        SslMaterialFormat kind = FormatOf(data);
        if (kind == SslMaterialFormat.Pkcs12)
            return FromPkcs12(name, target, secret => Pkcs12Bundle.ReadCertificates(data, secret), passphrase);
        if (kind == SslMaterialFormat.Pkcs7)
        {
            return Pkcs7Bundle.Read(data) is { Count: > 0 } found
                ? found
                : throw Unreadable(name, target, "it is no PKCS#7 bundle with certificates, or it is damaged");
        }
        CertificateReadResult result = CertificateReader.Read(data, MaterialFormats.Encoding(format));
        return result.Succeeded ? result.Certificates : throw Unreadable(name, target, result.Failure);
    }

    /// <param name="data">The bytes, which are cleared.</param>
    /// <param name="name">What they are called in an error.</param>
    /// <param name="target">The error's target; never the bytes themselves.</param>
    /// <param name="type">Which half of the pair.</param>
    public QSslKey Key(byte[] data, string name, object? target, KeyType type)
    {
        SslMaterialFormat kind = FormatOf(data);
        byte[] encoded = data;
        using Secret secret = new(passphrase);
        try
        {
            EncodingFormat? encoding = MaterialFormats.Encoding(format);
            if (kind == SslMaterialFormat.Pkcs12 && type == KeyType.PrivateKey)
            {
                encoded = FromPkcs12(name, target, s => Pkcs12Bundle.ReadKey(data, s), passphrase)
                    ?? throw KeyUnreadable(ErrorIds.KeyUnreadable, ErrorCategory.InvalidData, name, target, "it is a PKCS#12 bundle without a private key", "Give the key's own file.");
                encoding = EncodingFormat.Der;
            }
            else if (kind is SslMaterialFormat.Pkcs7 or SslMaterialFormat.Pkcs12)
            {
                throw KeyUnreadable(
                    ErrorIds.KeyUnreadable, ErrorCategory.InvalidData, name, target,
                    $"it is a bundle ({(kind == SslMaterialFormat.Pkcs7 ? "PKCS#7" : "PKCS#12")}) and holds no key of that kind", "Give the key's own file.");
            }
            KeyReadResult result = KeyReader.Read(encoded, encoding, secret.Bytes, type);
            if (result.Key is { } key)
                return key;
            (string id, ErrorCategory category, string advice) = result.Failure switch
            {
                KeyReadFailure.PassPhraseNeeded => (ErrorIds.PassphraseNeeded, ErrorCategory.AuthenticationError, "Give the pass phrase with -Passphrase."),
                KeyReadFailure.WrongPassPhrase => (ErrorIds.WrongPassphrase, ErrorCategory.AuthenticationError, "Check the pass phrase."),
                _ => (ErrorIds.KeyUnreadable, ErrorCategory.InvalidData, "Give a key in PEM or DER, or a PKCS#12 bundle with one."),
            };
            throw KeyUnreadable(id, category, name, target, result.Message, advice);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
            CryptographicOperations.ZeroMemory(encoded);
        }
    }

    private SslMaterialFormat FormatOf(byte[] data) => format switch
    {
        null => MaterialFormats.Of(data),
        // A bundle in PEM is PEM as well.
        SslMaterialFormat.Pem when PemReader.LooksLikePem(data) => MaterialFormats.Of(data),
        _ => format.Value,
    };

    private static T FromPkcs12<T>(string name, object? target, Func<Secret, T> read, SecureString? passphrase)
    {
        using Secret secret = new(passphrase);
        try
        {
            return read(secret);
        }
        catch (CryptographicException e)
        {
            // .NET says the same of a bundle without a pass phrase as of a wrong one.
            (string id, ErrorCategory category, string why, string advice) = e.HResult != Pkcs12Bundle.WrongPassphrase
                ? (ErrorIds.CertificateUnreadable, ErrorCategory.InvalidData, $"it is no PKCS#12 bundle that .NET can read: {e.Message.TrimEnd('.')}", "Give a whole PKCS#12 bundle (.p12, .pfx).")
                : secret.IsEmpty
                    ? (ErrorIds.PassphraseNeeded, ErrorCategory.AuthenticationError, "it is encrypted, and no pass phrase was given", "Give the pass phrase with -Passphrase.")
                    : (ErrorIds.WrongPassphrase, ErrorCategory.AuthenticationError, "the pass phrase is wrong", "Check the pass phrase.");
            throw new MaterialException(ErrorRecords.Make(id, category, target, $"The bundle {name} cannot be read: {why}.", advice, e));
        }
    }

    private static MaterialException Unreadable(string name, object target, string failure) => new(ErrorRecords.Make(
        ErrorIds.CertificateUnreadable, ErrorCategory.InvalidData, target, $"No certificate can be read from {name}: {failure}.",
        "Give a certificate in PEM or DER, or a bundle in PKCS#7 or PKCS#12."));

    private static MaterialException KeyUnreadable(string id, ErrorCategory category, string name, object? target, string failure, string advice) =>
        new(ErrorRecords.Make(id, category, target, $"No key can be read from {name}: {failure}.", advice));
}
