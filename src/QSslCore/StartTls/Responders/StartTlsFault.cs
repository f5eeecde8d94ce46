namespace QSslCore.StartTls;

/// <summary>The deliberate error of a server, for tests of clients.</summary>
internal enum StartTlsFault
{
    /// <summary>There is no error.</summary>
    None,

    /// <summary>The server sends an answer that no server of the protocol sends.</summary>
    WrongAnswer,

    /// <summary>The server does not offer TLS, and does not know the command for it.</summary>
    NotOffered,

    /// <summary>The server offers TLS, but refuses to start it.</summary>
    Refusal,

    /// <summary>The server sends plain text together with its agreement to start TLS, as an attacker in the middle would.</summary>
    GluedPlaintext,

    /// <summary>The server closes the connection in the middle of its first flight.</summary>
    TruncatedHandshake,

    /// <summary>The server closes the connection instead of answering.</summary>
    Close,

    /// <summary>The server does not answer and does not close the connection.</summary>
    Silence,
}
