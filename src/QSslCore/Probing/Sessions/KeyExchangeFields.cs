namespace QSslCore.Probing.Sessions;

/// <summary>The parameters of a ServerKeyExchange (RFC 5246, 7.4.3, and RFC 8422, 5.4). Its signature is not looked at.</summary>
/// <param name="Group">The named curve; 0 for a prime field.</param>
/// <param name="Prime">The modulus of the field; empty for a curve.</param>
/// <param name="Generator">The generator; empty for a curve.</param>
/// <param name="Public">The server's public value or point.</param>
internal sealed record KeyExchangeFields(ushort Group, byte[] Prime, byte[] Generator, byte[] Public)
{
    private const byte NamedCurveType = 3;

    /// <summary>Reads the body of the message; null where it is none of these.</summary>
    public static KeyExchangeFields? Read(KeyAgreement agreement, ReadOnlySpan<byte> body)
    {
        WireReader reader = new(body);
        KeyExchangeFields? fields = null;
        if (agreement == KeyAgreement.Dhe)
            fields = new(0, reader.Counted16().ToArray(), reader.Counted16().ToArray(), reader.Counted16().ToArray());
        else if (agreement == KeyAgreement.Ecdhe && reader.Byte() == NamedCurveType)
            fields = new(reader.Word(), [], [], reader.Counted8().ToArray());
        return reader.HasFailed || fields is not { Public.Length: > 0 } ? null : fields;
    }
}
