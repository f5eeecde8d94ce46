namespace QSslCore.Tls.OpenSsl;

/// <summary>Puts the authorities that a configuration trusts into a store.</summary>
internal static class OpenSslTrust
{
    public static void Fill(SafeX509StoreHandle store, QSslConfiguration configuration)
    {
        AddAll(store, configuration.CaCertificates, configuration.VerificationTime ?? DateTimeOffset.UtcNow);
        if (!configuration.LoadsRootsOnDemand)
            return;
        if (!SystemRoots.AreFiles)
        {
            AddAll(store, SystemRoots.Load(), configuration.VerificationTime ?? DateTimeOffset.UtcNow);
            return;
        }
        // The library looks into the directories when it needs an issuer; nothing is read before.
        foreach (string directory in SystemRoots.HashedDirectories)
            _ = X509.X509_STORE_load_path(store, directory);
        foreach (string file in SystemRoots.BundleFiles)
            _ = X509.X509_STORE_load_file(store, file);
        // A place that cannot be read trusts no authority, which the verification then says.
        OpenSslErrorQueue.Clear();
    }

    private static void AddAll(SafeX509StoreHandle store, IEnumerable<QSslCertificate> authorities, DateTimeOffset now)
    {
        // An expired authority never makes a path valid, but would hide a renewed one of the same name.
        foreach (QSslCertificate authority in authorities.Where(c => !c.IsNull && c.ExpiryDate >= now))
        {
            using SafeX509Handle native = NativeCertificates.ToNative(authority);
            OpenSslErrorQueue.Check(X509.X509_STORE_add_cert(store, native) == 1);
        }
    }
}
