namespace QSslCore;

/// <summary>The result of reading a PKCS#12 bundle.</summary>
/// <param name="Key">The private key; a null key if no key can be used.</param>
/// <param name="Certificate">The key's certificate.</param>
/// <param name="Others">All other certificates.</param>
/// <param name="Failure">The error, as a sentence part that calls the bundle "it"; empty if there is none.</param>
/// <param name="PassPhraseIsWrong">Whether the error is a wrong pass phrase.</param>
internal sealed record Pkcs12Content(
    QSslKey Key, QSslCertificate Certificate, IReadOnlyList<QSslCertificate> Others, string Failure, bool PassPhraseIsWrong = false)
{
    /// <summary>All private keys with their certificates; the first one is <see cref="Key"/>.</summary>
    public IReadOnlyList<KeyEntry> Entries { get; init; } = [];

    /// <summary>Descriptions of the entries that are not read, such as "the secret key 'x'".</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Returns the same content with another one of its keys.</summary>
    public Pkcs12Content With(KeyEntry entry) => this with
    {
        Key = entry.Key,
        Certificate = entry.Certificate,
        Others = [.. Others.Prepend(Certificate).Where(other => other != entry.Certificate)],
    };

    /// <summary>Creates the result from keys and certificates.</summary>
    /// <param name="entries">At least one key.</param>
    /// <param name="all">All certificates.</param>
    public static Pkcs12Content Of(IReadOnlyList<KeyEntry> entries, IEnumerable<QSslCertificate> all) =>
        new(entries[0].Key, entries[0].Certificate, [.. all.Where(other => other != entries[0].Certificate)], "") { Entries = entries };

    public bool Succeeded => Failure.Length == 0;

    public static Pkcs12Content Failed(string failure, bool passPhraseIsWrong = false) =>
        new(QSslKey.Null, QSslCertificate.Null, [], failure, passPhraseIsWrong);
}
