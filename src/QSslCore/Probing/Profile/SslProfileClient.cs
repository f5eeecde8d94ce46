namespace QSslCore;

/// <summary>What a well-known client would get at a host, as computed from the profile. Instances are immutable.</summary>
public sealed record SslProfileClient
{
    /// <summary>The client, such as <c>Android 7</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>Accepted</c>, <c>Refused</c> or <c>Unknown</c>.</summary>
    public string Status { get; init; } = SslProfileStatus.Unknown;

    /// <summary>The version that would be agreed on; empty for none.</summary>
    public string Version { get; init; } = "";

    /// <summary>The suite that would be agreed on; empty for none, and where the host could choose any of several.</summary>
    public string Cipher { get; init; } = "";

    /// <summary>The group that would be agreed on; empty for none, or where it is not known.</summary>
    public string Group { get; init; } = "";

    /// <summary>Why the client fails, or why nothing is known.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The client and its status.</summary>
    public override string ToString() => $"{Name}: {Status}";
}
