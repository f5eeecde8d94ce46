namespace QSslCore;

/// <summary>The duration of each phase of a check. A phase that was not reached is null.</summary>
public sealed class HostCheckTimings
{
    internal HostCheckTimings()
    {
    }

    /// <summary>The name lookup.</summary>
    public TimeSpan? Lookup { get; internal init; }

    /// <summary>The TCP connection, through the proxy if there is one.</summary>
    public TimeSpan? Connect { get; internal init; }

    /// <summary>The protocol before TLS.</summary>
    public TimeSpan? StartTls { get; internal init; }

    /// <summary>The TLS handshake.</summary>
    public TimeSpan? Handshake { get; internal init; }

    /// <summary>The questions to the issuers.</summary>
    public TimeSpan? Revocation { get; internal init; }

    /// <summary>The whole check.</summary>
    public TimeSpan Total { get; internal init; }
}
