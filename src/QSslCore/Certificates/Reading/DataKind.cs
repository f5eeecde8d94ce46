using System.Formats.Asn1;

namespace QSslCore;

/// <summary>Describes data that is not what the reader expected.</summary>
internal static class DataKind
{
    public const byte Sequence = 0x30;

    /// <summary>Returns the length of the ASN.1 sequence at the beginning of the data; null if there is no whole one.</summary>
    public static int? ElementLength(ReadOnlySpan<byte> data)
    {
        try
        {
            return data[0] == Sequence && AsnDecoder.TryReadEncodedValue(data, AsnEncodingRules.BER, out _, out _, out _, out int consumed)
                ? consumed
                : null;
        }
        catch (AsnContentException)
        {
            // Data that is nested too deeply causes another exception than damaged data.
            return null;
        }
    }

    /// <summary>Returns why data without a PEM block is not PEM.</summary>
    public static string DescribeNotPem(ReadOnlySpan<byte> data)
    {
        if (ElementLength(data) is int length && CertificateParser.Parse(data[..length].ToArray()) is not null)
            return "it is a certificate in DER, not PEM text; read it with the format Der";
        if (IsUtf16(data))
            return "it is UTF-16 text; write it as ASCII or UTF-8";
        return data.IndexOfAnyInRange((byte)0, (byte)8) >= 0
            ? "it is binary data, not PEM text"
            : "it is not PEM text: there is no BEGIN line in it";
    }

    /// <summary>What data is that is neither PEM nor DER.</summary>
    public static string DescribeNeither(ReadOnlySpan<byte> data) =>
        IsUtf16(data) ? "it is UTF-16 text; write it as ASCII or UTF-8" : "it is neither PEM text nor DER";

    /// <summary>What a file is that was to be DER certificates.</summary>
    public static string DescribeNotCertificate(ReadOnlySpan<byte> data)
    {
        if (data[0] != Sequence)
            return DescribeNeither(data);
        if (ElementLength(data) is not int length)
            return "it begins like DER, but it is damaged or cut short";

        try
        {
            AsnReader content = new AsnReader(data[..length].ToArray(), AsnEncodingRules.BER).ReadSequence();
            if (content.PeekTag() == Asn1Tag.ObjectIdentifier && content.ReadObjectIdentifier() == Pkcs7.SignedData)
                return "it is a PKCS#7 bundle, and it is damaged";
            if (content.PeekTag() == Asn1Tag.Integer)
                return content.ReadInteger() == 3
                    ? "it is a PKCS#12 bundle; import it as such"
                    : "it holds no certificate but a private key";
        }
        catch (AsnContentException)
        {
            // This was only a guess about the type of the data.
        }

        return "it is not a certificate";
    }

    /// <summary>Describes the contents of a PEM file that should contain certificates.</summary>
    public static string DescribeLabel(string label) => label switch
    {
        "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => "it holds no certificate but a request for one",
        _ when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) => "it holds no certificate but a private key",
        _ when label.EndsWith("PUBLIC KEY", StringComparison.Ordinal) => "it holds no certificate but a public key",
        _ => $"it holds no certificate but {label}",
    };

    private static bool IsUtf16(ReadOnlySpan<byte> data) => data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
        || data.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || data.IndexOf("-\0-\0-\0"u8) >= 0;
}
