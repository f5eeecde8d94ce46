namespace QSslCore;

/// <summary>An extension that a host answers. Instances are immutable.</summary>
public sealed record SslProfileExtension
{
    /// <summary>IANA's name; the number in hexadecimal when it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The number on the wire.</summary>
    public int Code { get; init; }

    /// <summary>The versions that it was seen in.</summary>
    public string[] Versions { get; init; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
