namespace QSslCore;

/// <summary>Whether a host agrees on keys that a quantum computer is not known to break. Instances are immutable.</summary>
public sealed record SslProfilePostQuantum
{
    /// <summary><c>Preferred</c> (chosen although a classical group was offered first), <c>Offered</c>, <c>NotOffered</c> or
    /// <c>Unknown</c>.</summary>
    public string Status { get; init; } = SslProfileStatus.Unknown;

    /// <summary>The names of its post-quantum groups.</summary>
    public string[] Groups { get; init; } = [];

    /// <summary>Why nothing is known, or why it is not offered.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The status.</summary>
    public override string ToString() => Status;
}
