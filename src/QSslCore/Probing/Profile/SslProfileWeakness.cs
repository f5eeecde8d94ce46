namespace QSslCore;

/// <summary>A known weakness, and whether a host has it. Instances are immutable.</summary>
public sealed record SslProfileWeakness
{
    /// <summary>A word that never changes, such as <c>Heartbleed</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>What it is, in one line.</summary>
    public string Title { get; init; } = "";

    /// <summary><c>Vulnerable</c>, <c>NotVulnerable</c>, <c>Unknown</c> or <c>NotApplicable</c>.</summary>
    public string Status { get; init; } = SslProfileStatus.Unknown;

    /// <summary>How sure the verdict is: <c>Proved</c> (the attack's effect was seen), <c>Likely</c>, <c>Possible</c>; empty for
    /// <c>Unknown</c>.</summary>
    public string Certainty { get; init; } = "";

    /// <summary>What was sent and what came, or why nothing is known.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>CVE numbers, RFCs and pages.</summary>
    public string[] References { get; init; } = [];

    /// <summary>The weakness and its status.</summary>
    public override string ToString() => $"{Id}: {Status}";
}
