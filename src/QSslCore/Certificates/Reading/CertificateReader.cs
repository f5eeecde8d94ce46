using System.Security.Cryptography;

namespace QSslCore;

/// <summary>The result of reading certificates.</summary>
/// <param name="Certificates">The certificates that could be read, in their order. There may be some although others are damaged.</param>
/// <param name="Failure">
/// The error, as a sentence part that calls the data "it", such as "it is empty"; empty if everything could be read.
/// </param>
internal readonly record struct CertificateReadResult(IReadOnlyList<QSslCertificate> Certificates, string Failure)
{
    public bool Succeeded => Failure.Length == 0;

    public static CertificateReadResult Failed(string failure) => new([], failure);
}

/// <summary>Reads certificates, and reports the exact reason if they cannot be read.</summary>
internal static class CertificateReader
{
    /// <param name="data">The file's bytes.</param>
    /// <param name="format">The encoding; null to detect it.</param>
    public static CertificateReadResult Read(ReadOnlySpan<byte> data, EncodingFormat? format = null)
    {
        if (data.Trim(" \t\r\n"u8).IsEmpty)
            return CertificateReadResult.Failed("it is empty");
        if (!EncodedText.TryUnfold(data, ref format, out byte[] plain))
            return ReadPlain(data, format);

        try
        {
            return ReadPlain(plain, format);
        }
        finally
        {
            // The data may contain a key beside the certificates.
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Reads a file. An error that prevents opening it is reported like any other one.</summary>
    public static CertificateReadResult ReadFile(string path, EncodingFormat? format = null) =>
        FileBytes.TryRead(path, out byte[] data, out string failure) ? Read(data, format) : CertificateReadResult.Failed(failure);

    private static CertificateReadResult ReadPlain(ReadOnlySpan<byte> data, EncodingFormat? format)
    {
        bool isPem = PemReader.LooksLikePem(data);
        return (format ?? (isPem ? EncodingFormat.Pem : EncodingFormat.Der)) switch
        {
            EncodingFormat.Pem when isPem => ReadPem(data),
            EncodingFormat.Pem => CertificateReadResult.Failed(DataKind.DescribeNotPem(data)),
            EncodingFormat.Der when isPem && data[0] != DataKind.Sequence =>
                CertificateReadResult.Failed("it is PEM text; read it with the format Pem"),
            _ => ReadDer(data),
        };
    }

    private static CertificateReadResult ReadPem(ReadOnlySpan<byte> data)
    {
        List<QSslCertificate> certificates = [];
        string? failure = null;
        string? otherLabel = null;
        PemReader reader = new(data);
        while (reader.Read(out PemBlock block))
        {
            if (block.Label is "CERTIFICATE" or "X509 CERTIFICATE")
            {
                if (QSslCertificate.Parse(block) is { } certificate)
                    certificates.Add(certificate);
                else if (block.Damage is null && Pkcs7.Read(block.Decode()) is { Succeeded: true } mislabelled)
                    certificates.AddRange(mislabelled.Certificates);
                else
                    failure ??= $"the PEM block at line {block.Line} is damaged: {block.Damage ?? "what it holds is not a certificate"}";
            }
            else if (Pkcs7.IsLabel(block.Label))
            {
                CertificateReadResult bundle = block.Damage is not null
                    ? CertificateReadResult.Failed($"the PEM block at line {block.Line} is damaged: {block.Damage}")
                    : Pkcs7.Read(block.Decode())
                        ?? CertificateReadResult.Failed(
                            $"the PEM block at line {block.Line} is damaged: what it holds is not a PKCS#7 bundle");
                certificates.AddRange(bundle.Certificates);
                if (!bundle.Succeeded)
                    failure ??= bundle.Failure;
            }
            else if (block.Label == "TRUSTED CERTIFICATE")
            {
                // Such a block contains trust settings, which would be lost. They may be "do not trust".
                failure ??= $"the PEM block at line {block.Line} is a TRUSTED CERTIFICATE, OpenSSL's own form; write it as a plain "
                    + "CERTIFICATE";
            }
            else
            {
                // Half of the certificates of a file would look like all of them.
                if (block.Label.EndsWith("CERTIFICATE", StringComparison.Ordinal) && block.Label != "ATTRIBUTE CERTIFICATE")
                    failure ??= $"the label {block.Label} at line {block.Line} is not that of a certificate; write CERTIFICATE";
                otherLabel ??= block.Label;
            }
        }

        if (failure is null && reader.StrayLine > 0)
        {
            failure = $"line {reader.StrayLine} looks like the begin or the end of a certificate, and is not: write "
                + "-----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----";
        }
        if (failure is null && HasDerAround(data))
            failure = "there is a certificate in DER beside its PEM text";

        if (failure is null && certificates.Count == 0)
            failure = otherLabel is null ? "there is no PEM block in it" : DataKind.DescribeLabel(otherLabel);
        return new(certificates, failure ?? "");
    }

    /// <summary>Whether a certificate in DER stands in front of the text, or behind the last block, as in joined files.</summary>
    private static bool HasDerAround(ReadOnlySpan<byte> data)
    {
        int end = data.LastIndexOf("-----END "u8);
        ReadOnlySpan<byte> behind = end < 0 ? [] : data[end..];
        int line = behind.IndexOf((byte)'\n');
        return IsDer(data) || (line >= 0 && IsDer(behind[line..].TrimStart("\r\n"u8)));

        static bool IsDer(ReadOnlySpan<byte> part) => !part.IsEmpty && DataKind.ElementLength(part) is int length
            && QSslCertificate.Parse(part[..length].ToArray()) is not null;
    }

    private static CertificateReadResult ReadDer(ReadOnlySpan<byte> data)
    {
        if (data[0] == DataKind.Sequence && Pkcs7.Read(data.ToArray()) is { } bundle)
            return bundle;

        List<QSslCertificate> certificates = [];
        for (ReadOnlySpan<byte> rest = data; !rest.IsEmpty;)
        {
            QSslCertificate? certificate = DataKind.ElementLength(rest) is int length
                ? QSslCertificate.Parse(rest[..length].ToArray())
                : null;
            if (certificate is null)
            {
                return new(certificates, certificates.Count > 0
                    ? $"what follows its certificate at byte {data.Length - rest.Length} is not a certificate"
                    : DataKind.DescribeNotCertificate(data));
            }

            certificates.Add(certificate);
            rest = rest[certificate.Der.Length..];
        }

        return new(certificates, "");
    }
}
