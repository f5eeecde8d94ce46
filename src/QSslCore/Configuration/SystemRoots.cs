using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>Where the operating system keeps the authorities that it trusts.</summary>
/// <remarks>
/// As with OpenSSL, the environment variables SSL_CERT_DIR and SSL_CERT_FILE replace the places of a Unix system. They are
/// read at every call, because a script may set them at any time.
/// </remarks>
internal static class SystemRoots
{
    private static readonly Lazy<SystemRootPlaces> s_usual = new(() => SystemRootPlaces.Search(""));
    private static readonly ConcurrentDictionary<string, byte> s_told = new(StringComparer.Ordinal);

    /// <summary>How long a judgement about the places that the environment names holds, in milliseconds: each connection asks for them,
    /// and a judgement looks at every directory on the way.</summary>
    private const long JudgementLifetime = 1_000;

    private static volatile Judgement? s_judgement;

    /// <summary>Directories of certificates under hashed names, which a TLS library searches by itself; none outside Unix.</summary>
    public static IReadOnlyList<string> HashedDirectories => Places.Directories;

    /// <summary>Files with many certificates each; none where a hashed directory has the same ones, and none outside Unix.</summary>
    public static IReadOnlyList<string> BundleFiles => Places.Files;

    /// <summary>Whether the authorities lie in files; if not, <see cref="Load"/> alone gets at them.</summary>
    public static bool AreFiles => !OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS();

    private static SystemRootPlaces Places => Find(isAsked: false);

    /// <summary>All of them, each once.</summary>
    public static IReadOnlyList<QSslCertificate> Load()
    {
        SystemRootPlaces places = Find(isAsked: true);
        return places.IsEmpty && !AreFiles ? LoadStores() : places.Load();
    }

    /// <param name="isAsked">The authorities themselves are asked for, and each answer says what is left out of it. The places are
    /// looked up for each connection: there once is enough.</param>
    private static SystemRootPlaces Find(bool isAsked)
    {
        SystemRootPlaces usual = AreFiles ? s_usual.Value : SystemRootPlaces.None;
        string? directories = Environment.GetEnvironmentVariable(SystemRootPlaces.DirectoriesVariable);
        string? file = Environment.GetEnvironmentVariable(SystemRootPlaces.FileVariable);
        if (string.IsNullOrEmpty(directories) && string.IsNullOrEmpty(file))
            return usual;
        if (!isAsked && s_judgement is { } known && known.Directories == directories && known.File == file
            && Environment.TickCount64 - known.At < JudgementLifetime)
            return known.Places;
        SystemRootPlaces places = usual.ReplacedBy(
            variable => variable == SystemRootPlaces.FileVariable ? file : directories,
            reason =>
            {
                if (s_told.TryAdd(reason, 0) || isAsked)
                    QtLog.Warn(reason);
            });
        s_judgement = new(directories, file, places, Environment.TickCount64);
        return places;
    }

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

    /// <summary>Which places the environment named, and what was found of them.</summary>
    private sealed record Judgement(string? Directories, string? File, SystemRootPlaces Places, long At);
}
