namespace QSslCore.Probing.Sessions;

/// <summary>How the premaster secret is padded before it is encrypted (PKCS#1, RFC 8017, 7.2.1), rightly or not.</summary>
internal enum RsaPadding
{
    /// <summary>As the standard says, with the version that was offered.</summary>
    Right,

    /// <summary>The first two bytes are not 00 02.</summary>
    WrongStart,

    /// <summary>The separator stands where a secret of another length would begin.</summary>
    WrongSeparator,

    /// <summary>There is no separator at all.</summary>
    NoSeparator,

    /// <summary>The padding is right, and the secret begins with another version.</summary>
    WrongVersion,
}
