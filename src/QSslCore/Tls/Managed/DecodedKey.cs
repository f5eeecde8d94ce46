using System.Formats.Asn1;
using System.Security.Cryptography;

namespace QSslCore.Tls.Managed;

/// <summary>A private key as a .NET object. If .NET has no class for its algorithm, the key stays in its encoding.</summary>
internal sealed class DecodedKey : IDisposable
{
    private const int Pkcs1Numbers = 9;
    private const int DsaNumbers = 6;

    private readonly byte[]? _encoding;
    private readonly KeyAlgorithm _kind;
    private readonly int _length;

    private DecodedKey(AsymmetricAlgorithm? algorithm, KeyAlgorithm kind, byte[]? encoding = null, int length = -1)
    {
        _length = length;
        Algorithm = algorithm;
        _kind = kind;
        _encoding = encoding;
    }

    public AsymmetricAlgorithm? Algorithm { get; }

    /// <summary>The label of the PEM block for <see cref="ToTraditional"/>.</summary>
    public string TraditionalLabel => Algorithm switch
    {
        RSA => "RSA PRIVATE KEY",
        ECDsa => "EC PRIVATE KEY",
        DSA => "DSA PRIVATE KEY",
        _ => "PRIVATE KEY",
    };

    /// <summary>Reads PKCS#8, PKCS#1, SEC 1 or OpenSSL's format for DSA.</summary>
    /// <exception cref="CryptographicException">The data is none of these.</exception>
    /// <exception cref="AsnContentException">The data is none of these.</exception>
    public static DecodedKey FromDer(ReadOnlySpan<byte> der)
    {
        AsnReader key = new AsnReader(der.ToArray(), AsnEncodingRules.BER).ReadSequence();
        key.ReadInteger();
        if (key.PeekTag() == Asn1Tag.Sequence)
            return FromPkcs8(der);
        if (key.PeekTag() == Asn1Tag.PrimitiveOctetString)
            return ImportEc(CompressedPoint.Strip(der, out byte[] point), point,
                static (ec, data) => ec.ImportECPrivateKey(data, out _));
        int numbers = 1;
        for (; key.HasData; numbers++)
            key.ReadIntegerBytes();
        return numbers switch
        {
            Pkcs1Numbers => Import(RSA.Create(), KeyAlgorithm.Rsa, der, static (rsa, data) => rsa.ImportRSAPrivateKey(data, out _)),
            DsaNumbers => Import(DSA.Create(), KeyAlgorithm.Dsa, der, static (dsa, data) => dsa.ImportParameters(ReadDsa(data))),
            _ => throw new CryptographicException("It is not a key."),
        };
    }

    /// <exception cref="CryptographicException">The data is not PKCS#8.</exception>
    /// <exception cref="AsnContentException">The data is not PKCS#8.</exception>
    public static DecodedKey FromPkcs8(ReadOnlySpan<byte> der)
    {
        AsnReader info = new AsnReader(der.ToArray(), AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        ReadOnlyMemory<byte> identifier = info.ReadEncodedValue();
        string oid = new AsnReader(identifier, AsnEncodingRules.BER).ReadSequence().ReadObjectIdentifier();
        byte[] key = info.ReadOctetString();
        return oid switch
        {
            KeyNames.Rsa => Import(RSA.Create(), KeyAlgorithm.Rsa, der, static (rsa, data) => rsa.ImportPkcs8PrivateKey(data, out _)),
            KeyNames.Ec => ImportEcPkcs8(der, identifier, key),
            KeyNames.Dsa => Import(DSA.Create(), KeyAlgorithm.Dsa, der, static (dsa, data) => dsa.ImportPkcs8PrivateKey(data, out _)),
            KeyNames.RsaPss => new(null, KeyAlgorithm.Rsa, der.ToArray(), ModulusBits(key)),
            KeyNames.DhPkcs3 or KeyNames.DhX942 => new(null, KeyAlgorithm.Dh, der.ToArray()),
            _ => new(null, KeyAlgorithm.Opaque, der.ToArray()),
        };
    }

    public TlsKeyResult ToResult() => Algorithm is null
        ? new(KeyReadFailure.None, [.. _encoding!], _kind, _length)
        : new(KeyReadFailure.None, Algorithm.ExportPkcs8PrivateKey(), _kind, Algorithm.KeySize);

    /// <summary>Returns PKCS#1, SEC 1 or OpenSSL's format for DSA; PKCS#8 for the other algorithms.</summary>
    public byte[] ToTraditional() => Algorithm switch
    {
        RSA rsa => rsa.ExportRSAPrivateKey(),
        ECDsa ec => ec.ExportECPrivateKey(),
        DSA dsa => WriteDsa(dsa.ExportParameters(includePrivateParameters: true)),
        _ => [.. _encoding!],
    };

    public void Dispose()
    {
        Algorithm?.Dispose();
        CryptographicOperations.ZeroMemory(_encoding);
    }

    private delegate void Reader<in T>(T algorithm, ReadOnlySpan<byte> data);

    private static DecodedKey Import<T>(T algorithm, KeyAlgorithm kind, ReadOnlySpan<byte> data, Reader<T> import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(algorithm, data);
            return new(algorithm, kind);
        }
        catch (ArgumentException e)
        {
            // Windows says so of sizes that it has no form for, such as DSA with a short P and a long Q.
            algorithm.Dispose();
            throw new PlatformNotSupportedException(e.Message, e);
        }
        catch
        {
            algorithm.Dispose();
            throw;
        }
    }

    private static int ModulusBits(byte[] pkcs1)
    {
        AsnReader key = new AsnReader(pkcs1, AsnEncodingRules.BER).ReadSequence();
        key.ReadInteger();
        int bits = (int)key.ReadInteger().GetBitLength();
        CryptographicOperations.ZeroMemory(pkcs1);
        return bits;
    }

    private static DecodedKey ImportEcPkcs8(ReadOnlySpan<byte> der, ReadOnlyMemory<byte> identifier, byte[] sec1)
    {
        try
        {
            ReadOnlySpan<byte> stripped = CompressedPoint.Strip(sec1, out byte[] point);
            if (point.Length > 0)
            {
                AsnWriter writer = new(AsnEncodingRules.DER);
                using (writer.PushSequence())
                {
                    writer.WriteInteger(0);
                    writer.WriteEncodedValue(identifier.Span);
                    writer.WriteOctetString(stripped);
                }
                der = writer.Encode();
            }
            return ImportEc(der, point, static (ec, data) => ec.ImportPkcs8PrivateKey(data, out _));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(sec1);
        }
    }

    private static DecodedKey ImportEc(ReadOnlySpan<byte> der, byte[] compressed, Reader<ECDsa> import)
    {
        DecodedKey read = Import(ECDsa.Create(), KeyAlgorithm.Ec, der, import);
        if (compressed.Length == 0 || CompressedPoint.Fits(compressed, ((ECDsa)read.Algorithm!).ExportParameters(false).Q))
            return read;
        read.Dispose();
        throw new CryptographicException("The public half does not belong to the private one.");
    }

    // Version, p, q, g, public and private key. The format was never standardized, but OpenSSL has always written it.
    private static DSAParameters ReadDsa(ReadOnlySpan<byte> der)
    {
        AsnReader key = new AsnReader(der.ToArray(), AsnEncodingRules.BER).ReadSequence();
        key.ReadInteger();
        byte[] p = Number(0), q = Number(0), g = Number(p.Length), y = Number(p.Length), x = Number(q.Length);
        return new() { P = p, Q = q, G = g, Y = y, X = x };

        byte[] Number(int length)
        {
            ReadOnlySpan<byte> bytes = key.ReadIntegerBytes().Span.TrimStart((byte)0);
            byte[] padded = new byte[Math.Max(length, bytes.Length)];
            bytes.CopyTo(padded.AsSpan(padded.Length - bytes.Length));
            return padded;
        }
    }

    private static byte[] WriteDsa(DSAParameters key)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (byte[]? number in new[] { key.P, key.Q, key.G, key.Y, key.X })
                writer.WriteIntegerUnsigned(number.AsSpan().TrimStart((byte)0));
        }
        CryptographicOperations.ZeroMemory(key.X);
        return writer.Encode();
    }
}
