namespace QSslCore.Tls.OpenSsl;

/// <summary>Certificates in the library's form, as they were asked for lately: to decode a key takes the library longer than to check a
/// signature. Bounded; thread-safe, since the library's certificates are shared by counted references and never change.</summary>
internal static class RecentNativeCertificates
{
    private const int Slots = 64;

    private static readonly Entry?[] s_slots = new Entry?[Slots];

    /// <summary>A reference of the caller's own; null where the certificate is not known.</summary>
    public static SafeX509Handle? Find(QSslCertificate certificate)
    {
        if (Volatile.Read(ref s_slots[SlotOf(certificate)]) is not { } known || !known.Certificate.Equals(certificate))
            return null;
        return known.Native.Share();
    }

    /// <summary>Keeps a reference of its own.</summary>
    public static void Keep(QSslCertificate certificate, SafeX509Handle native) =>
        Volatile.Write(ref s_slots[SlotOf(certificate)], new(certificate, native.Share()));

    private static uint SlotOf(QSslCertificate certificate) => (uint)certificate.GetHashCode() % Slots;

    private sealed record Entry(QSslCertificate Certificate, SafeX509Handle Native);
}
