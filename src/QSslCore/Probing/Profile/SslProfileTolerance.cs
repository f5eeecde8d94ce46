namespace QSslCore;

/// <summary>What a host does with hellos that it does not know in full. <c>Yes</c> means that it answers as it should. Instances are
/// immutable.</summary>
public sealed record SslProfileTolerance
{
    /// <summary>Suites, groups, versions and extensions with the reserved values of RFC 8701.</summary>
    public SslProfileFact Grease { get; init; } = new();

    /// <summary>Hellos of more than 256, 512 and 4096 bytes.</summary>
    public SslProfileFact LongHello { get; init; } = new();

    /// <summary>A version that is newer than all known ones.</summary>
    public SslProfileFact UnknownVersion { get; init; } = new();

    /// <summary>An extension that is not assigned.</summary>
    public SslProfileFact UnknownExtension { get; init; } = new();
}
