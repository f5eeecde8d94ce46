using System.Formats.Asn1;
using System.Text;

namespace QSslCore.Tests.Verification;

/// <summary>Extensions and what stands in them, encoded by hand: also those that .NET would not write.</summary>
internal static class Encoded
{
    public static byte[] Sequence(params byte[][] parts) => Tagged(0x30, [.. parts.SelectMany(part => part)]);

    public static byte[] Tagged(byte tag, byte[] content)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(content);
        byte[] encoded = writer.Encode();
        encoded[0] = tag;
        return encoded;
    }

    public static byte[] Oid(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }

    public static byte[] Integer(System.Numerics.BigInteger number)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteInteger(number);
        return writer.Encode();
    }

    public static byte[] BitString(byte[] bits) => Tagged(0x03, [0, .. bits]);

    public static byte[] BasicConstraints(bool isAuthority, int? pathLength = null) => Sequence(
        isAuthority ? [0x01, 0x01, 0xFF] : [], pathLength is { } length ? Integer(length) : []);

    /// <summary>Of the first eight usages.</summary>
    public static byte[] KeyUsage(byte bits) => [0x03, 0x02, (byte)(bits == 0 ? 7 : System.Numerics.BitOperations.TrailingZeroCount(bits)),
        bits];

    public static byte[] Oids(params string[] oids) => Sequence([.. oids.Select(Oid)]);

    public static byte[] Policies(params string[] oids) => Sequence([.. oids.Select(oid => Sequence(Oid(oid)))]);

    public static byte[] Mappings(params (string Issuer, string Subject)[] pairs) =>
        Sequence([.. pairs.Select(pair => Sequence(Oid(pair.Issuer), Oid(pair.Subject)))]);

    public static byte[] PolicyConstraints(int? require, int? inhibitMapping) => Sequence(
        require is { } r ? [0x80, 1, (byte)r] : [], inhibitMapping is { } i ? [0x81, 1, (byte)i] : []);

    public static byte[] Subtree(int form, byte[] name) => Sequence(Tagged((byte)((form == 4 ? 0xA0 : 0x80) | form), name));

    public static byte[] NameConstraints(byte[][] permitted, byte[][] excluded) => Sequence(
        permitted.Length > 0 ? Tagged(0xA0, [.. permitted.SelectMany(p => p)]) : [],
        excluded.Length > 0 ? Tagged(0xA1, [.. excluded.SelectMany(p => p)]) : []);

    public static byte[] Name(params (string Oid, string Value)[] parts) => Sequence(
        [.. parts.Select(part => Tagged(0x31, Sequence(Oid(part.Oid), Tagged(0x0C, Encoding.UTF8.GetBytes(part.Value)))))]);

    public static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);
}
