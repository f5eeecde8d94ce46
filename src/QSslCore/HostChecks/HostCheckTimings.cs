namespace QSslCore;

/// <summary>The duration of each phase of a check. A phase that was not reached is null.</summary>
public sealed class HostCheckTimings
{
    internal HostCheckTimings()
    {
    }

    /// <summary>The time to look up the name.</summary>
    public TimeSpan? Lookup { get; internal init; }

    /// <summary>The time to establish the TCP connection, through the proxy if there is one.</summary>
    public TimeSpan? Connect { get; internal init; }

    /// <summary>The time of the dialogue before TLS.</summary>
    public TimeSpan? StartTls { get; internal init; }

    /// <summary>The time of the TLS handshake.</summary>
    public TimeSpan? Handshake { get; internal init; }

    /// <summary>The time to ask the issuers about revocation.</summary>
    public TimeSpan? Revocation { get; internal init; }

    /// <summary>The time of the whole check.</summary>
    public TimeSpan Total { get; internal init; }
}
