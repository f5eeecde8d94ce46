using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tests.Support;

/// <summary>Signs certificates with RSA and any hash, including MD5 and SHA-1, which the generators of .NET refuse.</summary>
internal sealed class WeakSignatureGenerator(RSA key, HashAlgorithmName hash) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => OcspWriter.RsaAlgorithm(hash);

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, hash, RSASignaturePadding.Pkcs1);

    protected override PublicKey BuildPublicKey() => new(key);
}
