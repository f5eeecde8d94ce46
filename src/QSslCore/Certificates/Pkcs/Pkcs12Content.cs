namespace QSslCore;

/// <summary>What reading a PKCS#12 bundle brought.</summary>
/// <param name="Key">The private key; null when there is none that can be used.</param>
/// <param name="Certificate">The key's certificate.</param>
/// <param name="Others">All other certificates.</param>
/// <param name="Failure">What is wrong, as a sentence part with "it" for the bundle; empty when nothing is.</param>
/// <param name="PassPhraseIsWrong">Whether it is the pass phrase.</param>
internal sealed record Pkcs12Content(
    QSslKey Key, QSslCertificate Certificate, IReadOnlyList<QSslCertificate> Others, string Failure, bool PassPhraseIsWrong = false)
{
    /// <summary>All private keys with their certificates; the first one is <see cref="Key"/>.</summary>
    public IReadOnlyList<KeyEntry> Entries { get; init; } = [];

    /// <summary>The same with another one of its keys.</summary>
    public Pkcs12Content With(KeyEntry entry) => this with
    {
        Key = entry.Key,
        Certificate = entry.Certificate,
        Others = [.. Others.Prepend(Certificate).Where(other => other != entry.Certificate)],
    };

    /// <summary>What was read of keys and certificates.</summary>
    /// <param name="entries">At least one.</param>
    /// <param name="all">All certificates.</param>
    public static Pkcs12Content Of(IReadOnlyList<KeyEntry> entries, IEnumerable<QSslCertificate> all) =>
        new(entries[0].Key, entries[0].Certificate, [.. all.Where(other => other != entries[0].Certificate)], "") { Entries = entries };

    public bool Succeeded => Failure.Length == 0;

    public static Pkcs12Content Failed(string failure, bool passPhraseIsWrong = false) =>
        new(QSslKey.Null, QSslCertificate.Null, [], failure, passPhraseIsWrong);
}
