namespace QSslCore.StartTls;

/// <summary>What a server does wrong on purpose, for tests of clients.</summary>
internal enum StartTlsFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It answers what no server of the protocol does.</summary>
    WrongAnswer,

    /// <summary>It does not offer TLS, and does not know the command for it.</summary>
    NotOffered,

    /// <summary>It offers TLS, and refuses to start it.</summary>
    Refusal,

    /// <summary>It sends plain text along with the go-ahead, as an attacker on the way would.</summary>
    GluedPlaintext,

    /// <summary>It hangs up in the middle of its first flight.</summary>
    TruncatedHandshake,

    /// <summary>It hangs up instead of answering.</summary>
    Close,

    /// <summary>It does not answer and does not hang up.</summary>
    Silence,
}
