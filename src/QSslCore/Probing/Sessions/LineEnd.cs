namespace QSslCore.Probing.Sessions;

/// <summary>Why no record comes any more.</summary>
internal enum LineEnd
{
    /// <summary>It may still come.</summary>
    None,

    /// <summary>The peer closed the connection behind whole records and messages.</summary>
    Closed,

    /// <summary>The peer closed the connection in the middle of a record or a message.</summary>
    Cut,

    /// <summary>The peer reset the connection.</summary>
    Reset,

    /// <summary>The peer did not answer within the limit.</summary>
    Silent,

    /// <summary>What came is not TLS, or more than is read.</summary>
    Unintelligible,
}
