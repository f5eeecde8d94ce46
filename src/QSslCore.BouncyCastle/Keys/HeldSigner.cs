using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Signs handshakes with a key that cannot be exported.</summary>
internal sealed class HeldSigner(QSslKey key) : TlsSigner
{
    /// <exception cref="TlsFatalAlert">The key refuses to sign, or does not support the hash.</exception>
    public byte[] GenerateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash)
    {
        int scheme = SignatureScheme.From(algorithm);
        try
        {
            return TlsKeys.SignHash(key, hash, NameOf(SignatureScheme.GetCryptoHashAlgorithm(scheme)), SignatureScheme.IsRsaPss(scheme));
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    /// <returns>Null, because the caller computes the hash.</returns>
    public TlsStreamSigner? GetStreamSigner(SignatureAndHashAlgorithm algorithm) => null;

    private static HashAlgorithmName NameOf(int hash) => hash switch
    {
        CryptoHashAlgorithm.sha256 => HashAlgorithmName.SHA256,
        CryptoHashAlgorithm.sha384 => HashAlgorithmName.SHA384,
        CryptoHashAlgorithm.sha512 => HashAlgorithmName.SHA512,
        _ => throw new TlsFatalAlert(AlertDescription.internal_error),
    };
}
