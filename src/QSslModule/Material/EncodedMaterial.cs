using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Reads certificates and keys from bytes in any format. A failure is reported as an error record.</summary>
/// <param name="passphrase">The pass phrase of encrypted keys and bundles.</param>
/// <param name="format">The format of the bytes; null to detect it.</param>
/// <param name="choice">The choice among several keys; null for the first key.</param>
internal readonly struct EncodedMaterial(SecureString? passphrase, SslMaterialFormat? format, KeyChoice? choice = null)
{
    /// <summary>Determines whether the data contains a private key with the certificates, in a bundle or in a block of PEM text.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="format">The format of the bytes; null to detect it.</param>
    public static bool HasKey(byte[] data, SslMaterialFormat? format)
    {
        byte[] plain = Unfolded(data);
        bool hasKey = PemReader.LooksLikePem(plain)
            ? HasKeyBlock(plain)
            : new EncodedMaterial(null, format).FormatOf(plain) is SslMaterialFormat.Pkcs12 or SslMaterialFormat.Jks;
        Forget(plain, data);
        return hasKey;
    }

    private static bool HasKeyBlock(byte[] pem)
    {
        PemReader reader = new(pem);
        while (reader.Read(out PemBlock block))
        {
            if (block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <param name="data">The bytes.</param>
    /// <param name="name">The name of the data in an error.</param>
    /// <param name="target">The target of the error.</param>
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
        if (kind is SslMaterialFormat.Pkcs12 or SslMaterialFormat.Jks)
            return InBundle(kind, plain, name, target);
        if (kind == SslMaterialFormat.Pkcs7 && MaterialFormats.Of(plain) != SslMaterialFormat.Pkcs7)
            throw new MaterialException(MaterialErrors.NotAPkcs7Bundle(name, target));
        CertificateReadResult result = CertificateReader.Read(data, MaterialFormats.Encoding(format));
        if (!result.Succeeded)
            throw new MaterialException(MaterialErrors.CertificateUnreadable(name, target, result.Failure));
        return kind == SslMaterialFormat.Pkcs7 ? ChainOrder.LeafFirst(result.Certificates) : result.Certificates;
    }

    /// <summary>Returns the names of certificates in a bundle or a key store, as far as the pass phrase opens it.</summary>
    public Dictionary<QSslCertificate, string> Aliases(byte[] data)
    {
        Dictionary<QSslCertificate, string> aliases = [];
        if (PemReader.LooksLikePem(data) || FormatOf(data) is not (SslMaterialFormat.Pkcs12 or SslMaterialFormat.Jks))
            return aliases;
        using Secret secret = new(passphrase);
        if (FormatOf(data) == SslMaterialFormat.Jks)
            return new(JavaKeyStore.Aliases(data, secret.Bytes));
        foreach (KeyEntry entry in Pkcs12.Read(data, secret.Bytes).Entries)
            aliases.TryAdd(entry.Certificate, entry.Alias);
        return aliases;
    }

    private IReadOnlyList<QSslCertificate> InBundle(SslMaterialFormat kind, byte[] plain, string name, object target)
    {
        using Secret secret = new(passphrase);
        if (choice is { IsMade: true })
        {
            Pkcs12Content chosen = choice.Of(Opened(kind, plain, secret, name, target), name, target);
            // The certificates of the other keys are not part of this chain.
            return ChainOrder.LeafFirst(
                [chosen.Certificate, .. chosen.Others.Where(other => !chosen.Entries.Any(entry => entry.Certificate == other))],
                own: () => chosen.Certificate);
        }
        IReadOnlyList<QSslCertificate> all;
        if (kind == SslMaterialFormat.Jks)
        {
            Pkcs12Content store = Opened(kind, plain, secret, name, target);
            all = store.Certificate.IsNull ? store.Others : [store.Certificate, .. store.Others];
            if (all.Count == 0)
                throw new MaterialException(MaterialErrors.BundleUnreadable(name, target, "it holds no certificate" + LeftOutOf(store)));
        }
        else
        {
            (CertificateReadResult bundle, bool passPhraseIsWrong) = Pkcs12.ReadCertificates(plain, secret.Bytes);
            if (!bundle.Succeeded)
                throw new MaterialException(NotOpened(name, target, bundle.Failure, passPhraseIsWrong));
            all = bundle.Certificates;
        }
        // The certificate of the key comes first, whatever else is in the bundle.
        return ChainOrder.LeafFirst(all, own: () => kind == SslMaterialFormat.Jks ? all[0]
            : Pkcs12.Read(plain, secret.Bytes) is { Succeeded: true } content ? content.Certificate : null);
    }

    private Pkcs12Content Opened(SslMaterialFormat kind, byte[] plain, Secret secret, string name, object? target)
    {
        Pkcs12Content content = kind == SslMaterialFormat.Jks
            ? JavaKeyStore.Read(plain, secret.Bytes)
            : Pkcs12.Read(plain, secret.Bytes);
        if (!content.Succeeded)
            throw new MaterialException(NotOpened(name, target, content.Failure, content.PassPhraseIsWrong));
        choice?.TellLeftOut(content, name);
        return content;
    }

    private static string LeftOutOf(Pkcs12Content content) =>
        content.LeftOut.Count > 0 ? $"; left out: {KeyChoice.Describe(content.LeftOut)}" : "";

    /// <param name="data">The bytes. This method clears them.</param>
    /// <param name="name">The name of the data in an error.</param>
    /// <param name="target">The target of the error. It must not be the bytes.</param>
    /// <param name="type">Whether to read the private or the public key.</param>
    public QSslKey Key(byte[] data, string name, object? target, KeyType type)
    {
        byte[] plain = Unfolded(data);
        SslMaterialFormat kind = FormatOf(plain);
        using Secret secret = new(passphrase);
        try
        {
            if ((kind is SslMaterialFormat.Pkcs12 or SslMaterialFormat.Jks) && type == KeyType.PrivateKey)
            {
                Pkcs12Content content = Opened(kind, plain, secret, name, target);
                if (content.Key.IsNull)
                    throw new MaterialException(
                        NotOpened(name, target, "it holds no private key that the pass phrase opens" + LeftOutOf(content), secret.IsEmpty));
                return choice?.Of(content, name, target).Key ?? content.Key;
            }
            if (kind is SslMaterialFormat.Pkcs7 or SslMaterialFormat.Pkcs12 or SslMaterialFormat.Jks)
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

    /// <summary>Decodes base64 for the readers of bundles. The readers of single items decode it themselves.</summary>
    private static byte[] Unfolded(byte[] data) => EncodedText.TryUnfold(data, out byte[] plain) ? plain : data;

    private static void Forget(byte[] plain, byte[] data)
    {
        if (plain != data)
            CryptographicOperations.ZeroMemory(plain);
    }

    private SslMaterialFormat FormatOf(byte[] data) => format switch
    {
        null => MaterialFormats.Of(data),
        // A bundle in PEM also counts as PEM.
        SslMaterialFormat.Pem when PemReader.LooksLikePem(data) => MaterialFormats.Of(data),
        _ => format.Value,
    };

    private ErrorRecord NotOpened(string name, object? target, string failure, bool passPhraseIsWrong) => passPhraseIsWrong
        ? MaterialErrors.BundleLocked(name, target, failure, wasGiven: passphrase is { Length: > 0 })
        : MaterialErrors.BundleUnreadable(name, target, failure);
}
