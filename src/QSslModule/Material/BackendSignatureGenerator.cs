using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore;
using QSslCore.Tls;
using QSslCore.Verification;

namespace QSslModule;

/// <summary>Signs certificates through the TLS library with keys that .NET has no class for: Ed25519.</summary>
internal sealed class BackendSignatureGenerator(QSslKey key) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(SignatureAlgorithmTable.Ed25519);
        return writer.Encode();
    }

    /// <summary>Ignores the hash algorithm, because the signature algorithm includes it.</summary>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
        TlsBackendRegistry.Active?.Sign(key, data) ?? throw Unable();

    protected override PublicKey BuildPublicKey()
    {
        if (TlsBackendRegistry.Active?.PublicKeyOf(key) is not { IsNull: false } half)
            throw Unable();
        PublicKey made = PublicKey.CreateFromSubjectPublicKeyInfo(half.Material, out _);
        return made.Oid.Value == SignatureAlgorithmTable.Ed25519 ? made : throw Unable();
    }

    private CryptographicException Unable() => new($"A {key} cannot sign certificates here.");
}
