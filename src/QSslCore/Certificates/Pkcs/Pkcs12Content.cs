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
    public bool Succeeded => Failure.Length == 0;

    public static Pkcs12Content Failed(string failure, bool passPhraseIsWrong = false) =>
        new(QSslKey.Null, QSslCertificate.Null, [], failure, passPhraseIsWrong);
}
