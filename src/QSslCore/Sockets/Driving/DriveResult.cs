namespace QSslCore.Sockets;

/// <summary>How a wait ended.</summary>
internal enum DriveResult
{
    /// <summary>What was waited for is so.</summary>
    Satisfied,

    /// <summary>It can no longer come: the connection failed, or nothing was ever started.</summary>
    Failed,

    /// <summary>The deadline passed first.</summary>
    TimedOut,
}
