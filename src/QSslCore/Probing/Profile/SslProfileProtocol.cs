namespace QSslCore;

/// <summary>A version of the protocol at a host. Instances are immutable.</summary>
public sealed record SslProfileProtocol
{
    /// <summary>The version: <c>SSL 2.0</c>, <c>SSL 3.0</c>, <c>TLS 1.0</c> to <c>TLS 1.3</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary><c>Accepted</c>, <c>Refused</c> or <c>Unknown</c>.</summary>
    public string Status { get; init; } = SslProfileStatus.Unknown;

    /// <summary>How the host refused, or why nothing is known.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Which suite of several the host chooses: <c>Server</c> by its own order, <c>Client</c> by the order of the client,
    /// <c>Unknown</c>.</summary>
    public string Order { get; init; } = SslProfileStatus.Unknown;

    /// <summary>Why the order is not known; empty where it is.</summary>
    public string OrderReason { get; init; } = "";

    /// <summary>The suites that the host accepts. The first is the one that the host prefers, where the order is its own.</summary>
    public SslProfileCipher[] Ciphers { get; init; } = [];

    /// <summary>Why the list of suites may not be complete; empty where it is.</summary>
    public string CiphersReason { get; init; } = "";

    /// <summary>The version and its status.</summary>
    public override string ToString() => $"{Version}: {Status}";
}
