using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;

namespace QSslCore;

/// <summary>The result of reading Diffie-Hellman parameters.</summary>
/// <param name="Der">The parameters in their only valid encoding; null if they cannot be used.</param>
/// <param name="Error">The error.</param>
/// <param name="Failure">The error as a sentence without its period.</param>
internal readonly record struct DiffieHellmanReadResult(byte[]? Der, DiffieHellmanError Error, string Failure);

/// <summary>Reads and writes Diffie-Hellman parameters (PKCS#3, section 9).</summary>
internal static class DiffieHellmanReader
{
    private const int MinPrimeLength = 1024;

    /// <summary>Proving that a number of this size is a safe prime takes some seconds, and eight times as long with twice the
    /// size.</summary>
    private const int MaxPrimeLength = 4096;

    // RFC 3526, section 3, derives it from pi.
    private const string Prime2048 =
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
        + "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
        + "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
        + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
        + "3995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF";

    public static byte[] Rfc3526Group2048() =>
        Write(BigInteger.Parse("0" + Prime2048, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), 2, null);

    public static DiffieHellmanReadResult Read(byte[]? encoded, EncodingFormat format)
    {
        if (encoded is null || encoded.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            return Invalid("there is nothing to decode");
        EncodingFormat? found = format;
        if (EncodedText.TryUnfold(encoded, ref found, out byte[] plain))
            (encoded, format) = (plain, found ?? format);
        if (format == EncodingFormat.Pem)
        {
            if (!FindBlock(encoded, out byte[] der, out string failure))
                return Invalid(failure);
            encoded = der;
        }

        try
        {
            AsnReader outer = new(encoded, AsnEncodingRules.BER);
            AsnReader parameters = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            BigInteger prime = parameters.ReadInteger();
            BigInteger generator = parameters.ReadInteger();
            BigInteger? secretLength = parameters.HasData ? parameters.ReadInteger() : null;
            parameters.ThrowIfNotEmpty();
            return Judge(prime, generator, secretLength);
        }
        catch (AsnContentException)
        {
            return Invalid(format == EncodingFormat.Der && PemReader.LooksLikePem(encoded)
                ? "it is PEM text; read it with the format Pem"
                : "it is not a prime and a generator in DER (PKCS#3)");
        }
    }

    public static int PrimeLength(byte[] der) =>
        der.Length == 0 ? 0 : (int)new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadInteger().GetBitLength();

    private static DiffieHellmanReadResult Judge(BigInteger prime, BigInteger generator, BigInteger? secretLength)
    {
        if (prime.Sign <= 0 || generator.Sign <= 0 || secretLength?.Sign < 0)
            return Invalid("a number in it is not positive");
        long bits = prime.GetBitLength();
        if (bits < MinPrimeLength)
            return Unsafe($"the prime has {bits} bits, and the minimum is {MinPrimeLength}");
        if (bits > MaxPrimeLength)
            return Unsafe($"the prime has {bits} bits, and the maximum is {MaxPrimeLength}");
        // These two values generate almost nothing. The check must not depend on the library.
        if (generator.IsOne || generator >= prime - 1)
            return Unsafe("the generator is unsuitable");
        return new(Write(prime, generator, secretLength), DiffieHellmanError.NoError, "");
    }

    private static bool FindBlock(byte[] text, out byte[] der, out string failure)
    {
        der = [];
        string? other = null;
        PemReader reader = new(text);
        while (reader.Read(out PemBlock block))
        {
            if (block.Label == "DH PARAMETERS")
            {
                failure = block.Damage is null ? "" : $"the PEM block at line {block.Line} is damaged: {block.Damage}";
                if (block.Damage is null)
                    der = block.Decode();
                return block.Damage is null;
            }

            other ??= block.Label;
        }

        failure = other is null ? "there is no PEM block in it" : $"it holds no DH PARAMETERS but {other}";
        return false;
    }

    private static byte[] Write(BigInteger prime, BigInteger generator, BigInteger? secretLength)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(prime);
            writer.WriteInteger(generator);
            if (secretLength is { } length)
                writer.WriteInteger(length);
        }

        return writer.Encode();
    }

    private static DiffieHellmanReadResult Invalid(string failure) =>
        new(null, DiffieHellmanError.InvalidInputDataError, $"No Diffie-Hellman parameters can be read: {failure}");

    private static DiffieHellmanReadResult Unsafe(string failure) =>
        new(null, DiffieHellmanError.UnsafeParametersError, $"The Diffie-Hellman parameters are unsafe: {failure}");
}
