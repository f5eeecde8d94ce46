namespace QSslCore.Tls;

/// <summary>Why a key could not be read.</summary>
internal enum KeyReadFailure
{
    None,
    Empty,
    NotAKey,
    PassPhraseNeeded,
    WrongPassPhrase,
    Unsupported,
}
