using QSslCore;

namespace QSslModule;

/// <summary>Which format data is in, and which one a file's name asks for.</summary>
internal static class MaterialFormats
{
    /// <summary>As the name's extension has it where it is most at home: .cer is Windows' DER, .crt the PEM of web servers.</summary>
    public static SslMaterialFormat OfPath(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".DER" or ".CER" => SslMaterialFormat.Der,
        ".P7B" or ".P7C" or ".P7" => SslMaterialFormat.Pkcs7,
        ".P12" or ".PFX" => SslMaterialFormat.Pkcs12,
        ".JKS" => SslMaterialFormat.Jks,
        _ => SslMaterialFormat.Pem,
    };

    /// <summary>Looks at the outermost structure only; what is neither bundle is for the readers of single items to judge.</summary>
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

    /// <summary>The encoding of a single item; null for a bundle, and where nothing was said.</summary>
    public static EncodingFormat? Encoding(SslMaterialFormat? format) => format switch
    {
        SslMaterialFormat.Pem => EncodingFormat.Pem,
        SslMaterialFormat.Der => EncodingFormat.Der,
        _ => null,
    };
}
