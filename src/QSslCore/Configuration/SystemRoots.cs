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

    /// <summary>Whether the authorities lie in files.</summary>
    public static bool AreFiles => !OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS();

    /// <summary>The authorities as they are now, or were within the last second.</summary>
    public static SystemRootSet Current => s_watch.Current;

    /// <summary>All of them as they are now, each once.</summary>
    public static IReadOnlyList<QSslCertificate> Load() => s_watch.Look().Load();

    // On Windows a user's store shows the machine's certificates too, on macOS it does not.
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
