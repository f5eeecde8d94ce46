namespace QSslCore;

/// <summary>Whether a host uses the values of its ephemeral keys more than once. Instances are immutable.</summary>
public sealed record SslProfileKeyReuse
{
    /// <summary>Of Diffie-Hellman in finite fields.</summary>
    public SslProfileFact FiniteField { get; init; } = new();

    /// <summary>Of Diffie-Hellman on curves.</summary>
    public SslProfileFact Elliptic { get; init; } = new();
}
