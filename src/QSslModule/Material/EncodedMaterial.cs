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
    public bool IsPkcs12(byte[] data)
    {
        byte[] plain = Unfolded(data);
        bool isPkcs12 = FormatOf(plain) == SslMaterialFormat.Pkcs12;
        Forget(plain, data);
        return isPkcs12;
    }

    /// <param name="data">The bytes.</param>
    /// <param name="name">What they are called in an error.</param>
    /// <param name="target">The error's target.</param>
    public IReadOnlyList<QSslCertificate> Certificates(byte[] data, string name, object target)
    {
        byte[] plain = Unfolded(data);
        try
        {
            return Certificates(data, plain, name, target);
        }
        finally
        {
            Forget(plain, data);
        }
    }

    private IReadOnlyList<QSslCertificate> Certificates(byte[] data, byte[] plain, string name, object target)
    {
        SslMaterialFormat kind = FormatOf(plain);
        if (kind == SslMaterialFormat.Pkcs12)
        {
            using Secret secret = new(passphrase);
            (CertificateReadResult bundle, bool passPhraseIsWrong) = Pkcs12.ReadCertificates(plain, secret.Bytes);
            if (!bundle.Succeeded)
                throw new MaterialException(NotOpened(name, target, bundle.Failure, passPhraseIsWrong));
            // What the key is for comes first, whatever else is in the bundle.
            return ChainOrder.LeafFirst(
                bundle.Certificates, own: () => Pkcs12.Read(plain, secret.Bytes) is { Succeeded: true } content
                    ? content.Certificate
                    : null);
        }
        if (kind == SslMaterialFormat.Pkcs7 && MaterialFormats.Of(plain) != SslMaterialFormat.Pkcs7)
            throw new MaterialException(MaterialErrors.NotAPkcs7Bundle(name, target));
        CertificateReadResult result = CertificateReader.Read(data, MaterialFormats.Encoding(format));
        if (!result.Succeeded)
            throw new MaterialException(MaterialErrors.CertificateUnreadable(name, target, result.Failure));
        return kind == SslMaterialFormat.Pkcs7 ? ChainOrder.LeafFirst(result.Certificates) : result.Certificates;
    }

    /// <param name="data">The bytes, which are cleared.</param>
    /// <param name="name">What they are called in an error.</param>
    /// <param name="target">The error's target; never the bytes themselves.</param>
    /// <param name="type">Which half of the pair.</param>
    public QSslKey Key(byte[] data, string name, object? target, KeyType type)
    {
        byte[] plain = Unfolded(data);
        SslMaterialFormat kind = FormatOf(plain);
        using Secret secret = new(passphrase);
        try
        {
            if (kind == SslMaterialFormat.Pkcs12 && type == KeyType.PrivateKey)
            {
                Pkcs12Content bundle = Pkcs12.Read(plain, secret.Bytes);
                return bundle.Succeeded
                    ? bundle.Key
                    : throw new MaterialException(NotOpened(name, target, bundle.Failure, bundle.PassPhraseIsWrong));
            }
            if (kind is SslMaterialFormat.Pkcs7 or SslMaterialFormat.Pkcs12)
                throw new MaterialException(MaterialErrors.KeyNotInBundle(name, target, kind));
            KeyReadResult result = KeyReader.Read(data, MaterialFormats.Encoding(format), secret.Bytes, type);
            return result.Key ?? throw new MaterialException(MaterialErrors.KeyUnreadable(name, target, result));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(data);
        }
    }

    /// <summary>What the readers of bundles know; those of single items find it out themselves.</summary>
    private static byte[] Unfolded(byte[] data) => EncodedText.TryUnfold(data, out byte[] plain) ? plain : data;

    private static void Forget(byte[] plain, byte[] data)
    {
        if (plain != data)
            CryptographicOperations.ZeroMemory(plain);
    }

    private SslMaterialFormat FormatOf(byte[] data) => format switch
    {
        null => MaterialFormats.Of(data),
        // A bundle in PEM is PEM as well.
        SslMaterialFormat.Pem when PemReader.LooksLikePem(data) => MaterialFormats.Of(data),
        _ => format.Value,
    };

    private ErrorRecord NotOpened(string name, object? target, string failure, bool passPhraseIsWrong) => passPhraseIsWrong
        ? MaterialErrors.BundleLocked(name, target, failure, wasGiven: passphrase is { Length: > 0 })
        : MaterialErrors.BundleUnreadable(name, target, failure);
}
