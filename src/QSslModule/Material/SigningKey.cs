using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore;
using QSslCore.Verification;

namespace QSslModule;

/// <summary>A private key that signs certificates.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly AsymmetricAlgorithm? _native;

    private SigningKey(QSslKey key, X509SignatureGenerator generator, AsymmetricAlgorithm? native)
    {
        Key = key;
        Generator = generator;
        _native = native;
    }

    public QSslKey Key { get; }

    public X509SignatureGenerator Generator { get; }

    public static SigningKey Make(SslKeyKind kind)
    {
        byte[] pkcs8 = kind == SslKeyKind.Ed25519 ? MakeEd25519() : MakeBySystem(kind);
        try
        {
            return From(KeyReader.Read(pkcs8, EncodingFormat.Der, default, KeyType.PrivateKey) is { Key: { } key } result
                ? key
                : throw new CryptographicException($"A key of the kind {kind} cannot be made here."));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <exception cref="CryptographicException">The key cannot sign.</exception>
    public static SigningKey From(QSslKey key)
    {
        AsymmetricAlgorithm? native = DotNetKey.Use(key);
        return native switch
        {
            RSA rsa => new(key, X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1), native),
            ECDsa ec => new(key, X509SignatureGenerator.CreateForECDsa(ec), native),
            null => new(key, new BackendSignatureGenerator(key), null),
            _ => throw new CryptographicException($"A {key} cannot sign certificates here."),
        };
    }

    public void Dispose()
    {
        if (Key.IsExportable)
            _native?.Dispose();
    }

    private static byte[] MakeBySystem(SslKeyKind kind)
    {
        try
        {
            return MakeNative(kind);
        }
        catch (CryptographicException e) when (SystemRefusal.Is(e))
        {
            throw new CryptographicException(
                $"This system makes no keys of the kind {kind} ({e.Message.TrimEnd('.')}); -KeyKind chooses another.", e);
        }
    }

    private static byte[] MakeNative(SslKeyKind kind)
    {
        using AsymmetricAlgorithm key = kind switch
        {
            SslKeyKind.EcP384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            SslKeyKind.EcP521 => ECDsa.Create(ECCurve.NamedCurves.nistP521),
            SslKeyKind.Rsa2048 => RSA.Create(2048),
            SslKeyKind.Rsa3072 => RSA.Create(3072),
            SslKeyKind.Rsa4096 => RSA.Create(4096),
            _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        };
        return key.ExportPkcs8PrivateKey();
    }

    /// <summary>Creates a key from 32 random bytes (RFC 8032, section 5.1.5) in the format of RFC 8410, section 7.</summary>
    private static byte[] MakeEd25519()
    {
        Span<byte> seed = stackalloc byte[32];
        RandomNumberGenerator.Fill(seed);
        AsnWriter inner = new(AsnEncodingRules.DER, 64);
        AsnWriter writer = new(AsnEncodingRules.DER, 64);
        try
        {
            inner.WriteOctetString(seed);
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(SignatureAlgorithmTable.Ed25519);
                using (writer.PushOctetString())
                    inner.CopyTo(writer);
            }
            return writer.Encode();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            // Reset clears the contents of the writers.
            inner.Reset();
            writer.Reset();
        }
    }
}
