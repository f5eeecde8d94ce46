namespace QSslCore;

/// <summary>
/// A cache of recently used certificates, so that the authorities are parsed once and not in every handshake. The size is limited.
/// Thread-safe, because references are written atomically and certificates never change.
/// </summary>
internal static class RecentCertificates
{
    private const int Slots = 256;

    /// <summary>A peer may send large certificates. They are not cached.</summary>
    private const int MaxBytes = 8192;

    private static readonly QSslCertificate?[] s_slots = new QSslCertificate?[Slots];

    /// <summary>Returns the cached certificate that equals this one; this one if there is none.</summary>
    public static QSslCertificate Known(QSslCertificate certificate)
    {
        if (certificate.Der.Length > MaxBytes)
            return certificate;
        ref QSslCertificate? slot = ref s_slots[(uint)certificate.GetHashCode() % Slots];
        QSslCertificate? known = Volatile.Read(ref slot);
        if (known is not null && known.Equals(certificate))
            return known;
        Volatile.Write(ref slot, certificate);
        return certificate;
    }
}
