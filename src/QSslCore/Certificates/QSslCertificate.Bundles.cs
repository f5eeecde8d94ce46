using System.Security.Cryptography.X509Certificates;
using QSslCore.Tls;

namespace QSslCore;

// Certificates with their keys, and many certificates in one: PKCS#12 and PKCS#7.
public sealed partial class QSslCertificate
{
    /// <summary>Takes a PKCS#12 bundle apart.</summary>
    /// <param name="data">The bundle, a <c>.p12</c> or <c>.pfx</c> file.</param>
    /// <param name="key">Its private key; a null key on failure.</param>
    /// <param name="certificate">The key's certificate; a null certificate on failure.</param>
    /// <param name="caCertificates">All other certificates in it.</param>
    /// <param name="passPhrase">Its pass phrase.</param>
    /// <returns>False, after a warning (<see cref="QSslWarnings"/>) that says why: no bundle, a wrong pass phrase, no private
    /// key.</returns>
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

    /// <summary>Takes apart what is left of a stream, which stays open.</summary>
    /// <inheritdoc cref="ImportPkcs12(byte[], out QSslKey, out QSslCertificate, out IReadOnlyList{QSslCertificate}, byte[])"/>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    [QtMember("QSslCertificate::importPkcs12")]
    public static bool ImportPkcs12(
        Stream stream, out QSslKey key, out QSslCertificate certificate, out IReadOnlyList<QSslCertificate> caCertificates,
            byte[]? passPhrase = null) =>
        ImportPkcs12(FileBytes.ReadAll(stream), out key, out certificate, out caCertificates, passPhrase);

    /// <summary>Takes apart what can be read of a device now.</summary>
    /// <inheritdoc cref="ImportPkcs12(byte[], out QSslKey, out QSslCertificate, out IReadOnlyList{QSslCertificate}, byte[])"/>
    [QtMember("QSslCertificate::importPkcs12")]
    public static bool ImportPkcs12(
        QIODevice device, out QSslKey key, out QSslCertificate certificate, out IReadOnlyList<QSslCertificate> caCertificates,
            byte[]? passPhrase = null) =>
        ImportPkcs12(DeviceBytes.Of(device) ?? [], out key, out certificate, out caCertificates, passPhrase);

    /// <summary>Writes a PKCS#12 bundle, encrypted with AES-256 (PBES2). Not one of Qt's members.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="caCertificates">Further certificates, as a rule those that lead towards the root.</param>
    /// <param name="passPhrase">The pass phrase, in UTF-8; not empty.</param>
    /// <exception cref="ArgumentException">The pass phrase is empty, something is null, or the key is not the certificate's.</exception>
    /// <exception cref="NotSupportedException">Keys of this algorithm cannot be written so.</exception>
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
        return Pkcs12.Write(key, certificate, Present(caCertificates), passPhrase);
    }

    /// <summary>Writes certificates into one PKCS#7 bundle, which <see cref="FromData"/> reads. Not one of Qt's members.</summary>
    /// <param name="certificates">The certificates; such a bundle keeps no order.</param>
    /// <param name="format">PEM text (in ASCII) or DER.</param>
    public static byte[] ExportPkcs7(QSslCertificate[] certificates, EncodingFormat format = EncodingFormat.Pem)
    {
        byte[] der = Pkcs7.Write(Present(certificates));
        return format == EncodingFormat.Der ? der : System.Text.Encoding.ASCII.GetBytes(PemText.Write("PKCS7", der));
    }

    /// <summary>Makes one of .NET's certificates with its private key; the caller disposes of it.</summary>
    /// <exception cref="InvalidOperationException">The certificate is null.</exception>
    /// <exception cref="ArgumentException">The key is not the certificate's.</exception>
    /// <exception cref="NotSupportedException">The runtime does not know the key's algorithm.</exception>
    public X509Certificate2 ToX509Certificate2(QSslKey privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        return Pkcs12Keys.Join(this, privateKey);
    }

    /// <summary>Whether a key, private or public, is this certificate's. Not one of Qt's members.</summary>
    /// <exception cref="NotSupportedException">There is no TLS library to derive the public half of a private key with.</exception>
    public bool IsCertificateOf(QSslKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (IsNull || key.IsNull || PublicKey.IsNull)
            return false;
        QSslKey half = key.Type == KeyType.PublicKey ? key : TlsBackendRegistry.Active.PublicKeyOf(key);
        return half.Material.SequenceEqual(PublicKey.Material);
    }

    private static IEnumerable<QSslCertificate> Present(QSslCertificate[]? certificates) =>
        (certificates ?? []).Where(certificate => certificate is { IsNull: false });
}
