using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>The authorities that the operating system trusts.</summary>
internal static class SystemRoots
{
    private static readonly SystemRootWatch s_watch = new(
        () => AreFiles ? SystemRootPlaces.Search("") : SystemRootPlaces.None,
        Environment.GetEnvironmentVariable,
        () => Environment.TickCount64,
        AreFiles ? null : LoadStores);

    /// <summary>Whether the authorities are in files.</summary>
    public static bool AreFiles => !OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS();

    /// <summary>The authorities of now, or of at most one second ago.</summary>
    public static SystemRootSet Current => s_watch.Current;

    /// <summary>Returns all authorities of now, each once.</summary>
    public static IReadOnlyList<QSslCertificate> Load() => s_watch.Look().Load();

    // On Windows the store of a user includes the certificates of the machine. On macOS it does not.
    private static QSslCertificate[] LoadStores() =>
        [.. LoadStore(StoreLocation.CurrentUser).Concat(LoadStore(StoreLocation.LocalMachine)).Distinct()];

    private static QSslCertificate[] LoadStore(StoreLocation location)
    {
        using X509Store store = new(StoreName.Root, location, OpenFlags.ReadOnly);
        X509Certificate2Collection certificates = store.Certificates;
        try
        {
            return [.. certificates.Select(QSslCertificate.FromX509Certificate2)];
        }
        finally
        {
            foreach (X509Certificate2 certificate in certificates)
                certificate.Dispose();
        }
    }
}
