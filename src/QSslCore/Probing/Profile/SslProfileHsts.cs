namespace QSslCore;

/// <summary>What a host says of HTTP Strict Transport Security (RFC 6797). Instances are immutable.</summary>
public sealed record SslProfileHsts
{
    /// <summary><c>Yes</c>, <c>No</c>, <c>Unknown</c>, or <c>NotApplicable</c> where HTTP is not spoken.</summary>
    public string Status { get; init; } = SslProfileStatus.Unknown;

    /// <summary>How long clients keep it, in seconds; null when it was not said.</summary>
    public long? MaxAgeSeconds { get; init; }

    /// <summary>Whether it holds for subdomains.</summary>
    public bool IncludeSubDomains { get; init; }

    /// <summary>Whether the owner consents to lists of browsers.</summary>
    public bool Preload { get; init; }

    /// <summary>What was seen, or why nothing is known.</summary>
    public string Reason { get; init; } = "";
}
