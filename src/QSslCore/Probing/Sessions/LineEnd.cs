namespace QSslCore.Probing.Sessions;

/// <summary>Why no record comes any more.</summary>
internal enum LineEnd
{
    /// <summary>It may still come.</summary>
    None,

    /// <summary>The peer closed the connection.</summary>
    Closed,

    /// <summary>The peer reset the connection.</summary>
    Reset,

    /// <summary>The peer did not answer within the limit.</summary>
    Silent,

    /// <summary>What came is not TLS, or more than is read.</summary>
    Unintelligible,
}
