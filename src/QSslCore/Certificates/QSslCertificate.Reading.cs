namespace QSslCore;

// Certificates out of bytes and files, and their verification.
public sealed partial class QSslCertificate
{
    /// <summary>All certificates in the data, in their order, those in PKCS#7 bundles too; none when there is none.</summary>
    /// <param name="data">The encoded certificates.</param>
    /// <param name="format">How they are encoded. PEM may stand on one line; the base64 of DER alone is read in either format.</param>
    [QtMember("QSslCertificate::fromData")]
    public static IReadOnlyList<QSslCertificate> FromData(byte[] data, EncodingFormat format = EncodingFormat.Pem) =>
        CertificateReader.Read(data, format).Certificates;

    /// <summary>All certificates in what is left of a stream, which stays open; none when there is none.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    [QtMember("QSslCertificate::fromDevice")]
    public static IReadOnlyList<QSslCertificate> FromDevice(Stream stream, EncodingFormat format = EncodingFormat.Pem) =>
        FromData(FileBytes.ReadAll(stream), format);

    /// <summary>All certificates in what can be read of a device now; none, after a warning, without a device.</summary>
    [QtMember("QSslCertificate::fromDevice")]
    public static IReadOnlyList<QSslCertificate> FromDevice(QIODevice device, EncodingFormat format = EncodingFormat.Pem) =>
        FromData(DeviceBytes.Of(device) ?? [], format);

    /// <summary>All certificates in a file; none when it is not a file that can be read.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="format">How the certificates are encoded.</param>
    [QtMember("QSslCertificate::fromFile")]
    public static IReadOnlyList<QSslCertificate> FromFile(string path, EncodingFormat format = EncodingFormat.Pem) =>
        CertificateReader.ReadFile(path, format).Certificates;

    /// <summary>All certificates in the files that a path stands for; files without any are passed over.</summary>
    /// <param name="path">A path, read as <paramref name="syntax"/> says; a directory alone matches no file.</param>
    /// <param name="format">How the certificates are encoded.</param>
    /// <param name="syntax">How the path is read.</param>
    /// <exception cref="ArgumentException">The path was to be a regular expression and is none.</exception>
    [QtMember("QSslCertificate::fromPath")]
    public static IReadOnlyList<QSslCertificate> FromPath(
        string path, EncodingFormat format = EncodingFormat.Pem, PatternSyntax syntax = PatternSyntax.FixedString) =>
        [.. CertificatePath.Files(path, syntax).SelectMany(file => FromFile(file, format))];

    /// <summary>Verifies a chain by the default configuration's authorities and the present time.</summary>
    /// <param name="certificateChain">The certificate to verify, followed by those that lead to an authority.</param>
    /// <param name="hostName">The name that the certificate must be valid for; empty for any.</param>
    /// <returns>What is wrong; nothing when the chain is good.</returns>
    /// <exception cref="NotSupportedException">There is no TLS library to verify with.</exception>
    [QtMember("QSslCertificate::verify")]
    public static IReadOnlyList<QSslError> Verify(QSslCertificate[] certificateChain, string hostName = "") =>
        PeerVerification.EvaluateChain(certificateChain, QSslConfiguration.DefaultConfiguration, hostName);
}
