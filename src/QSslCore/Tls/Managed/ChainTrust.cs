using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Managed;

/// <summary>Whom a configuration trusts, as .NET wants to have it.</summary>
/// <param name="Authorities">The authorities that are known one by one.</param>
/// <param name="AsksSystem">Those are trusted, too, that the system has in a store of its own.</param>
internal sealed record ChainTrust(X509Certificate2Collection Authorities, bool AsksSystem)
{
    private static readonly Lock s_lock = new();
    private static (string[] Places, X509Certificate2Collection Roots)? s_files;

    public static ChainTrust Of(QSslConfiguration configuration)
    {
        DateTimeOffset now = configuration.VerificationTime ?? DateTimeOffset.UtcNow;
        X509Certificate2Collection authorities = Load(configuration.CaCertificates, now);
        if (!configuration.LoadsRootsOnDemand)
            return new(authorities, AsksSystem: false);
        if (!SystemRoots.AreFiles)
            return new(authorities, AsksSystem: true);
        authorities.AddRange(Files().Where(root => root.NotAfter.ToUniversalTime() >= now.UtcDateTime).ToArray());
        return new(authorities, AsksSystem: false);
    }

    /// <summary>The roots in files, read once as long as they are in the same places.</summary>
    private static X509Certificate2Collection Files()
    {
        string[] places = [.. SystemRoots.HashedDirectories, .. SystemRoots.BundleFiles];
        lock (s_lock)
        {
            if (s_files is { } known && known.Places.AsSpan().SequenceEqual(places))
                return known.Roots;
            X509Certificate2Collection roots = Load(SystemRoots.Load(), DateTimeOffset.MinValue);
            s_files = (places, roots);
            return roots;
        }
    }

    // An expired authority never makes a path valid, but would hide a renewed one of the same name.
    private static X509Certificate2Collection Load(IEnumerable<QSslCertificate> authorities, DateTimeOffset now)
    {
        X509Certificate2Collection loaded = [];
        foreach (QSslCertificate authority in authorities.Where(c => !c.IsNull && c.ExpiryDate >= now))
        {
            try
            {
                loaded.Add(authority.ToX509Certificate2());
            }
            catch (CryptographicException)
            {
                // What .NET cannot read leads nowhere, and is of no harm to the others.
            }
        }
        return loaded;
    }
}
