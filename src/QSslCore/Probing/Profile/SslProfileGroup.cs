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

    /// <summary>The versions that accept it: <c>TLS 1.2</c> (and earlier), <c>TLS 1.3</c>.</summary>
    public string[] Versions { get; init; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
