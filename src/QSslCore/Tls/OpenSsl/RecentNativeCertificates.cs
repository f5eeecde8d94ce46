namespace QSslCore.Tls.OpenSsl;

/// <summary>The certificates that were used recently, in the library's form. Decoding a key takes the library longer than checking a
/// signature. The number is limited. Thread-safe, because the library's certificates are reference-counted and never change.</summary>
internal static class RecentNativeCertificates
{
    private const int Slots = 64;

    private static readonly Entry?[] s_slots = new Entry?[Slots];

    /// <summary>Returns a reference that the caller owns; null if the certificate is not known.</summary>
    public static SafeX509Handle? Find(QSslCertificate certificate)
    {
        if (Volatile.Read(ref s_slots[SlotOf(certificate)]) is not { } known || !known.Certificate.Equals(certificate))
            return null;
        return known.Native.Share();
    }

    /// <summary>Stores a certificate with a separate reference.</summary>
    public static void Keep(QSslCertificate certificate, SafeX509Handle native) =>
        Volatile.Write(ref s_slots[SlotOf(certificate)], new(certificate, native.Share()));

    private static uint SlotOf(QSslCertificate certificate) => (uint)certificate.GetHashCode() % Slots;

    private sealed record Entry(QSslCertificate Certificate, SafeX509Handle Native);
}
