namespace QSslCore;

/// <summary>Where the operating system keeps the authorities that it trusts.</summary>
internal static class SystemRoots
{
    /// <summary>Directories of certificates under hashed names, which a TLS library searches by itself.</summary>
    public static IReadOnlyList<string> HashedDirectories => [];

    /// <summary>Files with many certificates each.</summary>
    public static IReadOnlyList<string> BundleFiles => [];

    public static IReadOnlyList<QSslCertificate> Load() => [];
}
