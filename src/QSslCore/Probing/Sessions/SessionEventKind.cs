namespace QSslCore.Probing.Sessions;

/// <summary>The kinds of what a peer does in a session.</summary>
internal enum SessionEventKind
{
    /// <summary>Nothing more comes.</summary>
    End,

    /// <summary>A message of the handshake.</summary>
    Message,

    /// <summary>An alert.</summary>
    Alert,

    /// <summary>ChangeCipherSpec.</summary>
    ChangeCipherSpec,

    /// <summary>Data of the application.</summary>
    Data,

    /// <summary>A heartbeat.</summary>
    Heartbeat,

    /// <summary>A record that was not sealed with the session's keys, is no whole one, or is an alert that none can be.</summary>
    Undecryptable,
}
