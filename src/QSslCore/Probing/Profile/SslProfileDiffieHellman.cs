namespace QSslCore;

/// <summary>The parameters of a Diffie-Hellman key exchange in a finite field. Instances are immutable.</summary>
public sealed record SslProfileDiffieHellman
{
    /// <summary>The size of the prime in bits.</summary>
    public int Bits { get; init; }

    /// <summary>The prime, in upper-case hexadecimal digits.</summary>
    public string Prime { get; init; } = "";

    /// <summary>The generator, in upper-case hexadecimal digits.</summary>
    public string Generator { get; init; } = "";

    /// <summary>What shares the prime, such as <c>RFC3526/Oakley Group 14</c>; empty when it is not a well-known one.</summary>
    public string KnownAs { get; init; } = "";

    /// <summary>The versions that it was seen in.</summary>
    public string[] Versions { get; init; } = [];
}
