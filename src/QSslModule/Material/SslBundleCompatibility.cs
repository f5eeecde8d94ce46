namespace QSslModule;

/// <summary>The readers that a PKCS#12 bundle is encrypted for.</summary>
public enum SslBundleCompatibility
{
    /// <summary>AES-256 and SHA-256 (PBES2): Windows 10 1709, Windows Server 2019, OpenSSL 1.1, Java 8u301 and newer.</summary>
    Modern,

    /// <summary>Triple DES and SHA-1, which are weak. Use this value only for older readers.</summary>
    Legacy,
}
