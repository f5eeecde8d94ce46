namespace QSslCore.Tls;

/// <summary>Why a key could not be read.</summary>
public enum KeyReadFailure
{
    /// <summary>The key was read.</summary>
    None,

    /// <summary>There is no data.</summary>
    Empty,

    /// <summary>The data is not a key of the type and the format that were asked for.</summary>
    NotAKey,

    /// <summary>The key is encrypted, and no pass phrase was given.</summary>
    PassPhraseNeeded,

    /// <summary>The pass phrase does not decrypt the key.</summary>
    WrongPassPhrase,

    /// <summary>The backend does not know the key's algorithm or its encryption.</summary>
    Unsupported,
}
