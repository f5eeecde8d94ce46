namespace QSslCore.Probing.Messages;

/// <summary>What a server answered to a hello, in one word.</summary>
internal enum AnswerKind
{
    /// <summary>It agreed: its whole flight is there (TLS 1.2 and earlier), or its hello (TLS 1.3).</summary>
    Agreed,

    /// <summary>It asked for another hello (TLS 1.3).</summary>
    Retry,

    /// <summary>It agreed to an older version than the one that was asked for.</summary>
    Older,

    /// <summary>It refused with an alert.</summary>
    Alert,

    /// <summary>It closed the connection, and said nothing before.</summary>
    Closed,

    /// <summary>It reset the connection.</summary>
    Reset,

    /// <summary>It did not answer in time.</summary>
    Silent,

    /// <summary>What it said cannot be read, contradicts itself or what it was asked, or is cut off.</summary>
    Unintelligible,

    /// <summary>There was no connection, or STARTTLS did not come to TLS.</summary>
    Unreachable,
}
