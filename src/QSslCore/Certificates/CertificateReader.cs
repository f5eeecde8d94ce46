namespace QSslCore;

/// <summary>What reading certificates brought.</summary>
/// <param name="Certificates">All that were found, in their order; none when reading failed.</param>
/// <param name="Failure">Why it failed, as a sentence part such as "the file is empty"; empty when it did not.</param>
internal readonly record struct CertificateReadResult(IReadOnlyList<QSslCertificate> Certificates, string Failure)
{
    public bool Succeeded => Failure.Length == 0;
}

/// <summary>Reads certificates, and says precisely why they cannot be read.</summary>
internal static class CertificateReader
{
    /// <param name="data">The file's bytes.</param>
    /// <param name="format">How they are encoded; null to find out.</param>
    public static CertificateReadResult Read(ReadOnlySpan<byte> data, EncodingFormat? format = null) =>
        throw new NotImplementedException();
}
