using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tls;

namespace QSslCore;

// Bundles: certificates with their keys (PKCS#12), and several certificates (PKCS#7).
public sealed partial class QSslCertificate
{
    /// <summary>Imports a PKCS#12 bundle.</summary>
    /// <param name="data">The bundle, a <c>.p12</c> or <c>.pfx</c> file.</param>
    /// <param name="key">The private key, or a null key if the import fails.</param>
    /// <param name="certificate">The certificate of the key, or a null certificate if the import fails.</param>
    /// <param name="caCertificates">All other certificates in the bundle.</param>
    /// <param name="passPhrase">The pass phrase.</param>
    /// <returns>False if the import fails. A warning (<see cref="QSslWarnings"/>) says why: the data is not a bundle, the pass phrase is
    /// wrong, or there is no private key.</returns>
    [QtMember("QSslCertificate::importPkcs12")]
    public static bool ImportPkcs12(
        byte[] data, out QSslKey key, out QSslCertificate certificate, out IReadOnlyList<QSslCertificate> caCertificates,
            byte[]? passPhrase = null)
    {
        Pkcs12Content content = Pkcs12.Read(data, passPhrase);
        (key, certificate, caCertificates) = (content.Key, content.Certificate, content.Others);
        if (!content.Succeeded)
            QtLog.Warn($"The PKCS#12 bundle cannot be imported: {content.Failure}.");
        return content.Succeeded;
    }

    /// <summary>Imports a bundle from the rest of a stream, which stays open.</summary>
    /// <inheritdoc cref="ImportPkcs12(byte[], out QSslKey, out QSslCertificate, out IReadOnlyList{QSslCertificate}, byte[])"/>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    [QtMember("QSslCertificate::importPkcs12")]
    public static bool ImportPkcs12(
        Stream stream, out QSslKey key, out QSslCertificate certificate, out IReadOnlyList<QSslCertificate> caCertificates,
            byte[]? passPhrase = null) =>
        ImportPkcs12(FileBytes.ReadAll(stream), out key, out certificate, out caCertificates, passPhrase);

    /// <summary>Imports a bundle from the data that can be read from a device now.</summary>
    /// <inheritdoc cref="ImportPkcs12(byte[], out QSslKey, out QSslCertificate, out IReadOnlyList{QSslCertificate}, byte[])"/>
    [QtMember("QSslCertificate::importPkcs12")]
    public static bool ImportPkcs12(
        QIODevice device, out QSslKey key, out QSslCertificate certificate, out IReadOnlyList<QSslCertificate> caCertificates,
            byte[]? passPhrase = null) =>
        ImportPkcs12(DeviceBytes.Of(device) ?? [], out key, out certificate, out caCertificates, passPhrase);

    /// <summary>Writes a PKCS#12 bundle, encrypted with AES-256 (PBES2). Not one of Qt's members.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="certificate">The certificate of the key.</param>
    /// <param name="caCertificates">Further certificates, usually those that lead to the root.</param>
    /// <param name="passPhrase">The pass phrase in UTF-8. It must not be empty.</param>
    /// <exception cref="ArgumentException">The pass phrase is empty, an argument is null, or the key does not belong to the
    /// certificate.</exception>
    /// <exception cref="NotSupportedException">Keys of this algorithm are not supported in a bundle, or the key cannot be
    /// exported.</exception>
    public static byte[] ExportPkcs12(QSslKey key, QSslCertificate certificate, QSslCertificate[]? caCertificates, byte[] passPhrase)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(certificate);
        if (passPhrase is not { Length: > 0 })
            throw new ArgumentException("A bundle with a private key needs a pass phrase.", nameof(passPhrase));
        if (certificate.IsNull)
            throw new ArgumentException("The certificate is null.", nameof(certificate));
        if (key.IsNull || key.Type != KeyType.PrivateKey)
            throw new ArgumentException("The key is not a private key.", nameof(key));
        if (!key.IsExportable)
            throw new NotSupportedException($"{HeldKey.NotExportable}.");
        return Pkcs12.Write(key, certificate, Present(caCertificates), passPhrase);
    }

    /// <summary>Writes certificates into one PKCS#7 bundle, which <see cref="FromData"/> reads. Not one of Qt's members.</summary>
    /// <param name="certificates">The certificates. A PKCS#7 bundle does not keep their order.</param>
    /// <param name="format">PEM text (in ASCII) or DER.</param>
    public static byte[] ExportPkcs7(QSslCertificate[] certificates, EncodingFormat format = EncodingFormat.Pem)
    {
        byte[] der = Pkcs7.Write(Present(certificates));
        return format == EncodingFormat.Der ? der : System.Text.Encoding.ASCII.GetBytes(PemText.Write("PKCS7", der));
    }

    /// <summary>Creates a .NET certificate with its private key. The caller must dispose of it.</summary>
    /// <exception cref="InvalidOperationException">The certificate is null.</exception>
    /// <exception cref="ArgumentException">The key does not belong to the certificate.</exception>
    /// <exception cref="NotSupportedException">The runtime does not support the algorithm of the key.</exception>
    public X509Certificate2 ToX509Certificate2(QSslKey privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        return Pkcs12Keys.Join(this, privateKey);
    }

    /// <summary>Creates a .NET certificate without a private key, as <see cref="ToX509Certificate2()"/> does.</summary>
    public static explicit operator X509Certificate2(QSslCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.ToX509Certificate2();
    }

    /// <summary>Whether a private or public key belongs to this certificate. Not one of Qt's members.</summary>
    /// <exception cref="NotSupportedException">There is no TLS library that can derive the public half of a private key.</exception>
    public bool IsCertificateOf(QSslKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (IsNull || key.IsNull || PublicKey.IsNull)
            return false;
        QSslKey half = key.Type == KeyType.PublicKey ? key : key.Held?.PublicHalf ?? TlsBackendRegistry.Active.PublicKeyOf(key);
        return half.Material.SequenceEqual(PublicKey.Material) || HaveSamePoint(half, PublicKey);
    }

    /// <summary>A certificate may contain the point of its key in compressed form. A key that was read has the whole point.</summary>
    private static bool HaveSamePoint(QSslKey one, QSslKey other)
    {
        try
        {
            return one.Algorithm == KeyAlgorithm.Ec && other.Algorithm == KeyAlgorithm.Ec
                && SubjectPublicKeyInfo.AreSamePoint(one.ToMemory(), other.ToMemory());
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static IEnumerable<QSslCertificate> Present(QSslCertificate[]? certificates) =>
        (certificates ?? []).Where(certificate => certificate is { IsNull: false });
}
