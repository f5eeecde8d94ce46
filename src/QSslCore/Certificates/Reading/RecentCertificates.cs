namespace QSslCore;

/// <summary>
/// Certificates that were met lately, so that the authorities of every handshake are taken apart once and not each time.
/// Bounded; thread-safe, since references are written whole and certificates never change.
/// </summary>
internal static class RecentCertificates
{
    private const int Slots = 256;

    /// <summary>A peer may send large ones: they are not kept.</summary>
    private const int MaxBytes = 8192;

    private static readonly QSslCertificate?[] s_slots = new QSslCertificate?[Slots];

    /// <summary>The certificate that equals this one and was met before; this one if none was.</summary>
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
