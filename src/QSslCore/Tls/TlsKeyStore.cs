namespace QSslCore.Tls;

/// <summary>The result of reading a Java key store.</summary>
/// <param name="Entries">All entries.</param>
/// <param name="Failure">The error, as a sentence part that calls the store "it"; empty if there is none.</param>
/// <param name="PassPhraseIsWrong">Whether the error is a wrong pass phrase.</param>
public sealed record TlsKeyStore(IReadOnlyList<TlsKeyStoreEntry> Entries, string Failure = "", bool PassPhraseIsWrong = false);
