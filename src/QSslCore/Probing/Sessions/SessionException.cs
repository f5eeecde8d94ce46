namespace QSslCore.Probing.Sessions;

/// <summary>A conversation did not come as far as a probe needs. The message is the reason, a part of a sentence.</summary>
internal sealed class SessionException(string message, SessionEvent? cause = null) : Exception(message)
{
    /// <summary>What the peer did instead of what was needed; null where it is not that.</summary>
    public SessionEvent? Cause => cause;

    /// <summary>The peer said that it shares nothing of what was offered; it is not just gone or silent.</summary>
    public bool IsRefusal => cause?.Alert is 40 or 70 or 71;
}
