namespace QSslModule;

/// <summary>For which readers a PKCS#12 bundle is encrypted.</summary>
public enum SslBundleCompatibility
{
    /// <summary>AES-256 and SHA-256 (PBES2): Windows 10 1709, Windows Server 2019, OpenSSL 1.1, Java 8u301 and newer.</summary>
    Modern,

    /// <summary>Triple DES and SHA-1, which are weak: for older readers alone.</summary>
    Legacy,
}
