using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Messages;

/// <summary>The server's share of the key exchange, TLS 1.2 and earlier.</summary>
internal sealed record ServerKeyExchange
{
    private const int NamedCurve = 3;

    /// <summary>The group (curves); -1 where there is none.</summary>
    public int Group { get; init; } = -1;

    /// <summary>The prime (finite fields), or the modulus of a short RSA key (export); empty for none.</summary>
    public byte[] Prime { get; init; } = [];

    /// <summary>The generator, or the exponent of a short RSA key.</summary>
    public byte[] Generator { get; init; } = [];

    /// <summary>The server's public value; empty for none.</summary>
    public byte[] Public { get; init; } = [];

    /// <summary>The scheme of the signature (TLS 1.2); -1 where it is not named.</summary>
    public int Scheme { get; init; } = -1;

    /// <summary>The size of the prime in bits; 0 for none.</summary>
    public int PrimeBits => Prime.AsSpan().TrimStart((byte)0) is [byte first, ..] rest
        ? 8 * (rest.Length - 1) + 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)first)
        : 0;

    /// <summary>Reads the body of the message; null where it cannot be read.</summary>
    /// <param name="suite">The suite that was agreed on: it says what the message has.</param>
    /// <param name="version">The version that was agreed on.</param>
    /// <param name="body">The message without its header.</param>
    public static ServerKeyExchange? Read(TlsSuite suite, int version, ReadOnlySpan<byte> body)
    {
        WireReader reader = new(body);
        ServerKeyExchange? read = new();
        if (suite.KeyExchange is "PSK" or "RSA_PSK" or "DHE_PSK" or "ECDHE_PSK")
            reader.Counted16();
        if (suite.IsElliptic)
            read = ReadCurve(ref reader);
        else if (suite.IsFiniteField || suite.KeyExchange == "DH")
            read = ReadField(ref reader);
        else if (suite.KeyExchange == "RSA")
            read = new() { Prime = reader.Counted16().ToArray(), Generator = reader.Counted16().ToArray() };
        else if (suite.KeyExchange is not ("PSK" or "RSA_PSK"))
            return reader.HasFailed ? null : read;
        if (reader.HasFailed || read is null)
            return null;
        if (suite.IsAnonymous || suite.Authentication == "PSK" || suite.KeyExchange == "RSA_PSK")
            return reader.Left == 0 ? read : null;
        int scheme = version >= TlsVersion.Tls12 ? reader.Word() : -1;
        reader.Counted16();
        return reader.HasFailed || reader.Left > 0 ? null : read with { Scheme = scheme };
    }

    private static ServerKeyExchange? ReadCurve(ref WireReader reader) => reader.Byte() == NamedCurve
        ? new() { Group = reader.Word(), Public = reader.Counted8().ToArray() }
        : null;

    private static ServerKeyExchange ReadField(ref WireReader reader) => new()
    {
        Prime = reader.Counted16().ToArray(),
        Generator = reader.Counted16().ToArray(),
        Public = reader.Counted16().ToArray(),
    };
}
