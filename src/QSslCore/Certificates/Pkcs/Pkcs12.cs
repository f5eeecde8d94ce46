using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace QSslCore;

/// <summary>Reads and writes bundles of a private key and certificates (PKCS#12, RFC 7292) with the runtime.</summary>
internal static class Pkcs12
{
    private const int WrongPassword = unchecked((int)0x80070056);
    private const string NoKey = "it holds no private key with its certificate";

    /// <summary>A bundle needs three key derivations. By default, the runtime's loader allows at most a million rounds in
    /// total.</summary>
    private static readonly PbeParameters s_encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000);

    /// <summary>Limits the work of the decryption, because the author of a file determines it.</summary>
    private static Pkcs12LoaderLimits Limits(bool ignoreKeys) => new()
    {
        MacIterationLimit = DerivationCost.MaxRounds,
        IndividualKdfIterationLimit = DerivationCost.MaxRounds,
        TotalKdfIterationLimit = DerivationCost.MaxRounds,
        IgnorePrivateKeys = ignoreKeys,
    };

    // If the system allows it, no key is stored permanently.
    private static X509KeyStorageFlags StorageFlags => OperatingSystem.IsMacOS()
        ? X509KeyStorageFlags.Exportable
        : X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet;

    public static Pkcs12Content Read(byte[]? data, ReadOnlySpan<byte> passPhrase) => Open(data, passPhrase, ReadWithKeys);

    /// <summary>Reads all certificates, with or without keys. The keys are not read.</summary>
    public static (CertificateReadResult Result, bool PassPhraseIsWrong) ReadCertificates(byte[]? data, ReadOnlySpan<byte> passPhrase)
    {
        Pkcs12Content content = Open(data, passPhrase, (bundle, password, _) =>
            new(QSslKey.Null, QSslCertificate.Null, LoadCertificates(bundle, password), ""));
        string failure = content is { Succeeded: true, Others.Count: 0 } ? "it holds no certificate" : content.Failure;
        return (new(content.Others, failure), content.PassPhraseIsWrong);
    }

    private delegate Pkcs12Content Reading(byte[] data, char[] password, ReadOnlySpan<byte> passPhrase);

    private static Pkcs12Content Open(byte[]? data, ReadOnlySpan<byte> passPhrase, Reading read)
    {
        if (data is not { Length: > 0 })
            return Pkcs12Content.Failed("it is empty");
        if (PemReader.LooksLikePem(data))
            return Pkcs12Content.Failed("it is PEM text, not a PKCS#12 bundle");
        if (!Pkcs12Structure.IsPlausible(data))
            return Pkcs12Content.Failed(data[0] == DataKind.Sequence
                ? "it is not a PKCS#12 bundle, or it is damaged"
                : "it is not a PKCS#12 bundle");

        char[] password = new char[Encoding.UTF8.GetCharCount(passPhrase)];
        Encoding.UTF8.GetChars(passPhrase, password);
        try
        {
            return read(data, password, passPhrase);
        }
        catch (Pkcs12LoadLimitExceededException)
        {
            return Pkcs12Content.Failed($"its encryption asks for more than {DerivationCost.MaxRounds} rounds of key derivation, or it "
                + "holds too much");
        }
        catch (CryptographicException e) when (e.HResult == WrongPassword)
        {
            return Pkcs12Content.Failed(passPhrase.IsEmpty
                ? "it is encrypted, and no pass phrase was given"
                : "the pass phrase is wrong", passPhraseIsWrong: true);
        }
        catch (CryptographicException e)
        {
            return Pkcs12Content.Failed((SystemRefusal.Is(e)
                ? "its encryption is not supported here"
                : "it is damaged, or its encryption is not supported here") + Words(e));
        }
        finally
        {
            Array.Clear(password);
        }
    }

    /// <summary>Writes a bundle. Without a key, it contains only certificates.</summary>
    /// <exception cref="NotSupportedException">The runtime cannot write keys of this algorithm.</exception>
    /// <param name="key">The private key of the certificate; null for certificates only.</param>
    /// <param name="certificate">The first certificate.</param>
    /// <param name="others">Further certificates.</param>
    /// <param name="passPhrase">The pass phrase in UTF-8.</param>
    /// <param name="isLegacy">Encrypts with triple DES and SHA-1, the only algorithms that Windows before 2019 reads.</param>
    public static byte[] Write(QSslKey? key, QSslCertificate certificate, IEnumerable<QSslCertificate> others,
        ReadOnlySpan<byte> passPhrase, bool isLegacy = false)
    {
        X509Certificate2Collection collection = [];
        try
        {
            collection.Add(key is null ? certificate.ToX509Certificate2() : Pkcs12Keys.Join(certificate, key));
            foreach (QSslCertificate other in others)
                collection.Add(other.ToX509Certificate2());
            string password = Encoding.UTF8.GetString(passPhrase);
            return isLegacy
                ? collection.ExportPkcs12(Pkcs12ExportPbeParameters.Pkcs12TripleDesSha1, password)
                : collection.ExportPkcs12(s_encryption, password);
        }
        finally
        {
            Dispose(collection);
        }
    }

    private static Pkcs12Content ReadWithKeys(byte[] data, char[] password, ReadOnlySpan<byte> passPhrase)
    {
        X509Certificate2Collection? collection = null;
        CryptographicException? refusal = null;
        try
        {
            collection = X509CertificateLoader.LoadPkcs12Collection(data, password, StorageFlags, Limits(ignoreKeys: false));
        }
        catch (CryptographicException e) when (e is not Pkcs12LoadLimitExceededException && e.HResult != WrongPassword)
        {
            // A key of an algorithm that the runtime does not know; the TLS library may.
            refusal = e;
        }

        if (collection is null)
            return ReadWithoutKeys(data, password, passPhrase, refusal);
        try
        {
            QSslCertificate[] all = [.. collection.Select(QSslCertificate.FromX509Certificate2)];
            if (!collection.Any(certificate => certificate.HasPrivateKey))
                return Pkcs12Content.Failed(NoKey);
            List<KeyEntry> entries = [];
            for (int i = 0; i < all.Length; i++)
            {
                if (Pkcs12Keys.Export(collection[i]) is { } key)
                    entries.Add(new("", key, all[i]));
            }
            return entries.Count > 0
                ? Pkcs12Content.Of(Pkcs12Names.Apply(entries, data, passPhrase), all)
                : Pkcs12Content.Failed("the algorithm of its private key is not supported by the TLS library");
        }
        finally
        {
            Dispose(collection);
        }
    }

    /// <param name="data">The bundle.</param>
    /// <param name="password">The pass phrase.</param>
    /// <param name="passPhrase">The same in UTF-8.</param>
    /// <param name="refusal">What the runtime said about the keys.</param>
    private static Pkcs12Content ReadWithoutKeys(
        byte[] data, char[] password, ReadOnlySpan<byte> passPhrase, CryptographicException? refusal)
    {
        QSslCertificate[] all = LoadCertificates(data, password);
        List<KeyEntry> entries = [];
        foreach ((byte[] encoded, string alias) in Pkcs12Structure.Keys(data))
        {
            if (KeyReader.Read(encoded, EncodingFormat.Der, passPhrase, KeyType.PrivateKey).Key is { } key
                && Array.Find(all, certificate => certificate.IsCertificateOf(key)) is { } own)
                entries.Add(new(alias, key, own));
        }

        return entries.Count > 0
            ? Pkcs12Content.Of(entries, all)
            : Pkcs12Content.Failed("the algorithm or the encryption of its private key is not supported by the TLS library"
                + Words(refusal));
    }

    private static QSslCertificate[] LoadCertificates(byte[] data, char[] password)
    {
        X509Certificate2Collection collection =
            X509CertificateLoader.LoadPkcs12Collection(data, password, StorageFlags, Limits(ignoreKeys: true));
        try
        {
            return [.. collection.Select(QSslCertificate.FromX509Certificate2)];
        }
        finally
        {
            Dispose(collection);
        }
    }

    /// <summary>What the system said of it, to be appended.</summary>
    private static string Words(CryptographicException? e) =>
        e is null ? "" : $": {VisibleText.Of(SystemRefusal.WordsOf(e)).TrimEnd('.')}";

    private static void Dispose(X509Certificate2Collection collection)
    {
        foreach (X509Certificate2 certificate in collection)
            certificate.Dispose();
    }
}
