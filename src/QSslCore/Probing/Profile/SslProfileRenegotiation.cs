namespace QSslCore;

/// <summary>How a host renegotiates. Instances are immutable.</summary>
public sealed record SslProfileRenegotiation
{
    /// <summary>Whether it knows secure renegotiation (RFC 5746).</summary>
    public SslProfileFact Secure { get; init; } = new();

    /// <summary>Whether it accepts a renegotiation that the client begins.</summary>
    public SslProfileFact ClientInitiated { get; init; } = new();
}
