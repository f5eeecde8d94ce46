using QSslCore;

namespace QSslModule;

/// <summary>Determines the format of data, and the format that the name of a file implies.</summary>
internal static class MaterialFormats
{
    /// <summary>Returns the usual format of an extension: .cer is DER on Windows, .crt is PEM on web servers.</summary>
    public static SslMaterialFormat OfPath(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".DER" or ".CER" => SslMaterialFormat.Der,
        ".P7B" or ".P7C" or ".P7" => SslMaterialFormat.Pkcs7,
        ".P12" or ".PFX" => SslMaterialFormat.Pkcs12,
        ".JKS" or ".JCEKS" => SslMaterialFormat.Jks,
        _ => SslMaterialFormat.Pem,
    };

    /// <summary>Checks only the outermost structure. The readers of single items judge data that is not a bundle.</summary>
    public static SslMaterialFormat Of(byte[] data)
    {
        if (PemReader.LooksLikePem(data))
        {
            PemReader reader = new(data);
            return reader.Read(out PemBlock first) && Pkcs7.IsLabel(first.Label) ? SslMaterialFormat.Pkcs7 : SslMaterialFormat.Pem;
        }
        if (JavaKeyStore.IsOne(data))
            return SslMaterialFormat.Jks;
        return Pkcs7.Read(data) is not null ? SslMaterialFormat.Pkcs7
            : Pkcs12Structure.IsPlausible(data) ? SslMaterialFormat.Pkcs12
            : SslMaterialFormat.Der;
    }

    /// <summary>Returns the encoding of a single item, or null for a bundle and for an unknown format.</summary>
    public static EncodingFormat? Encoding(SslMaterialFormat? format) => format switch
    {
        SslMaterialFormat.Pem => EncodingFormat.Pem,
        SslMaterialFormat.Der => EncodingFormat.Der,
        _ => null,
    };
}
