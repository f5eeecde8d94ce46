namespace QSslCore;

// Reading certificates from bytes and files, and verifying them.
public sealed partial class QSslCertificate
{
    /// <summary>Returns all certificates in the data, in their order, including those in PKCS#7 bundles. Empty if there are none.</summary>
    /// <param name="data">The encoded certificates.</param>
    /// <param name="format">The encoding. PEM can be on one line. Both formats also accept the base64 of DER alone.</param>
    [QtMember("QSslCertificate::fromData")]
    public static IReadOnlyList<QSslCertificate> FromData(byte[] data, EncodingFormat format = EncodingFormat.Pem) =>
        CertificateReader.Read(data, format).Certificates;

    /// <summary>Returns all certificates in the rest of a stream, which stays open. Empty if there are none.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    [QtMember("QSslCertificate::fromDevice")]
    public static IReadOnlyList<QSslCertificate> FromDevice(Stream stream, EncodingFormat format = EncodingFormat.Pem) =>
        FromData(FileBytes.ReadAll(stream), format);

    /// <summary>Returns all certificates in the data that can be read from a device now. Without a device, the call writes a warning and
    /// returns an empty list.</summary>
    [QtMember("QSslCertificate::fromDevice")]
    public static IReadOnlyList<QSslCertificate> FromDevice(QIODevice device, EncodingFormat format = EncodingFormat.Pem) =>
        FromData(DeviceBytes.Of(device) ?? [], format);

    /// <summary>Returns all certificates in a file. Empty if the file cannot be read.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="format">The encoding of the certificates.</param>
    [QtMember("QSslCertificate::fromFile")]
    public static IReadOnlyList<QSslCertificate> FromFile(string path, EncodingFormat format = EncodingFormat.Pem) =>
        CertificateReader.ReadFile(path, format).Certificates;

    /// <summary>Returns all certificates in the files that a path matches. Files without certificates are skipped.</summary>
    /// <param name="path">A path, which <paramref name="syntax"/> interprets. A directory alone matches no file.</param>
    /// <param name="format">The encoding of the certificates.</param>
    /// <param name="syntax">The syntax of the path.</param>
    /// <exception cref="ArgumentException">The path is not a valid regular expression.</exception>
    [QtMember("QSslCertificate::fromPath")]
    public static IReadOnlyList<QSslCertificate> FromPath(
        string path, EncodingFormat format = EncodingFormat.Pem, PatternSyntax syntax = PatternSyntax.FixedString) =>
        [.. CertificatePath.Files(path, syntax).SelectMany(file => FromFile(file, format))];

    /// <summary>Verifies a chain against the authorities of the default configuration at the current time. On Windows, it asks the system
    /// about an unknown issuer, unless <see cref="QSslConfiguration.FetchesMissingRoots"/> of that configuration is false.</summary>
    /// <param name="certificateChain">The certificate to verify, followed by those that lead to an authority.</param>
    /// <param name="hostName">The name that the certificate must be valid for. Empty means any name.</param>
    /// <returns>The errors. Empty if the chain is valid.</returns>
    /// <exception cref="NotSupportedException">There is no TLS library that can verify the chain.</exception>
    [QtMember("QSslCertificate::verify")]
    public static IReadOnlyList<QSslError> Verify(QSslCertificate[] certificateChain, string hostName = "") =>
        PeerVerification.EvaluateChain(certificateChain, QSslConfiguration.SharedDefault, hostName);
}
