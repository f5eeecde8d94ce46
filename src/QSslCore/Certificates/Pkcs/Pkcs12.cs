using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace QSslCore;

/// <summary>Bundles of a private key and certificates (PKCS#12, RFC 7292), read and written by the runtime.</summary>
internal static class Pkcs12
{
    private const int WrongPassword = unchecked((int)0x80070056);
    private const string NoKey = "it holds no private key with its certificate";

    /// <summary>A bundle asks for three derivations, and the runtime's loader lets a million rounds in all pass unless told
    /// otherwise.</summary>
    private static readonly PbeParameters s_encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000);

    /// <summary>The author of a file decides how much work its decryption is.</summary>
    private static Pkcs12LoaderLimits Limits(bool ignoreKeys) => new()
    {
        MacIterationLimit = DerivationCost.MaxRounds,
        IndividualKdfIterationLimit = DerivationCost.MaxRounds,
        TotalKdfIterationLimit = DerivationCost.MaxRounds,
        IgnorePrivateKeys = ignoreKeys,
    };

    // Where the system allows it, no key is left behind in one of its stores.
    private static X509KeyStorageFlags StorageFlags => OperatingSystem.IsMacOS()
        ? X509KeyStorageFlags.Exportable
        : X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet;

    public static Pkcs12Content Read(byte[]? data, ReadOnlySpan<byte> passPhrase) => Open(data, passPhrase, ReadWithKeys);

    /// <summary>All certificates, with or without keys beside them; the keys stay untouched.</summary>
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
        catch (CryptographicException)
        {
            return Pkcs12Content.Failed("it is damaged, or its encryption is not supported here");
        }
        finally
        {
            Array.Clear(password);
        }
    }

    /// <summary>A bundle; without a key it holds certificates alone.</summary>
    /// <exception cref="NotSupportedException">The runtime cannot write keys of this algorithm.</exception>
    public static byte[] Write(QSslKey? key, QSslCertificate certificate, IEnumerable<QSslCertificate> others,
        ReadOnlySpan<byte> passPhrase)
    {
        X509Certificate2Collection collection = [];
        try
        {
            collection.Add(key is null ? certificate.ToX509Certificate2() : Pkcs12Keys.Join(certificate, key));
            foreach (QSslCertificate other in others)
                collection.Add(other.ToX509Certificate2());
            return collection.ExportPkcs12(s_encryption, Encoding.UTF8.GetString(passPhrase));
        }
        finally
        {
            Dispose(collection);
        }
    }

    private static Pkcs12Content ReadWithKeys(byte[] data, char[] password, ReadOnlySpan<byte> passPhrase)
    {
        X509Certificate2Collection? collection = null;
        try
        {
            collection = X509CertificateLoader.LoadPkcs12Collection(data, password, StorageFlags, Limits(ignoreKeys: false));
        }
        catch (CryptographicException e) when (e is not Pkcs12LoadLimitExceededException && e.HResult != WrongPassword)
        {
            // A key of an algorithm that the runtime does not know; the TLS library may.
        }

        if (collection is null)
            return ReadWithoutKeys(data, password, passPhrase);
        try
        {
            QSslCertificate[] all = [.. collection.Select(QSslCertificate.FromX509Certificate2)];
            int own = collection.ToList().FindIndex(certificate => certificate.HasPrivateKey);
            if (own < 0)
                return Pkcs12Content.Failed(NoKey);
            return Pkcs12Keys.Export(collection[own]) is { } key
                ? new(key, all[own], [.. all.Where((_, i) => i != own)], "")
                : Pkcs12Content.Failed("the algorithm of its private key is not supported by the TLS library");
        }
        finally
        {
            Dispose(collection);
        }
    }

    private static Pkcs12Content ReadWithoutKeys(byte[] data, char[] password, ReadOnlySpan<byte> passPhrase)
    {
        QSslCertificate[] all = LoadCertificates(data, password);
        foreach (byte[] encoded in Pkcs12Structure.Keys(data))
        {
            if (KeyReader.Read(encoded, EncodingFormat.Der, passPhrase, KeyType.PrivateKey).Key is { } key
                && Array.FindIndex(all, certificate => certificate.IsCertificateOf(key)) is >= 0 and int own)
                return new(key, all[own], [.. all.Where((_, i) => i != own)], "");
        }

        return Pkcs12Content.Failed("the algorithm or the encryption of its private key is not supported by the TLS library");
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

    private static void Dispose(X509Certificate2Collection collection)
    {
        foreach (X509Certificate2 certificate in collection)
            certificate.Dispose();
    }
}
