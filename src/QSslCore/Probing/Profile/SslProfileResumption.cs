namespace QSslCore;

/// <summary>How a host resumes sessions. Instances are immutable.</summary>
public sealed record SslProfileResumption
{
    /// <summary>Whether it resumes by session number (TLS 1.2 and earlier). <c>Yes</c> needs a session that was resumed.</summary>
    public SslProfileFact SessionId { get; init; } = new();

    /// <summary>Whether it gives tickets (RFC 5077, TLS 1.2 and earlier).</summary>
    public SslProfileFact Ticket { get; init; } = new();

    /// <summary>Whether it gives tickets of TLS 1.3.</summary>
    public SslProfileFact Psk { get; init; } = new();

    /// <summary>How long tickets may be used, in seconds, as the host says; null when it did not say.</summary>
    public int? TicketLifetimeSeconds { get; init; }
}
