namespace QSslCore.Tls;

/// <summary>What reading a key store of Java brought.</summary>
/// <param name="Entries">All entries.</param>
/// <param name="Failure">What is wrong, as a sentence part with "it" for the store; empty when nothing is.</param>
/// <param name="PassPhraseIsWrong">Whether it is the pass phrase.</param>
public sealed record TlsKeyStore(IReadOnlyList<TlsKeyStoreEntry> Entries, string Failure = "", bool PassPhraseIsWrong = false);
