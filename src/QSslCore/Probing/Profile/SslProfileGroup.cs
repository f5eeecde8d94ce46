namespace QSslCore;

/// <summary>A group of the key exchange at a host. Instances are immutable.</summary>
public sealed record SslProfileGroup
{
    /// <summary>The name, such as <c>X25519MLKEM768</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The number on the wire.</summary>
    public int Code { get; init; }

    /// <summary><c>Elliptic</c>, <c>FiniteField</c>, <c>MlKem</c> or <c>Hybrid</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The size of the classical part in bits.</summary>
    public int Bits { get; init; }

    /// <summary>Whether no quantum computer is known to break it.</summary>
    public bool PostQuantum { get; init; }

    /// <summary>What the group was asked with: <c>TLS 1.3</c>, or <c>TLS 1.2</c> for one version up to TLS 1.2.</summary>
    /// <remarks><c>TLS 1.2</c> stands for the newest version from TLS 1.0 to TLS 1.2 that the host accepts, which may be an older one:
    /// <see cref="SslHostProfile.Protocols"/> says which. Only that version is asked, and only with elliptic suites. What the host accepts
    /// in the versions before it is not known.</remarks>
    public string[] Versions { get; init; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
