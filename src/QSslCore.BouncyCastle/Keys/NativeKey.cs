using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>A private key as the library has them; of one that cannot be exported, its public half.</summary>
internal static class NativeKey
{
    /// <exception cref="IOException">The library cannot read it.</exception>
    /// <exception cref="GeneralSecurityException">The library does not know its algorithm.</exception>
    public static AsymmetricKeyParameter Of(QSslKey key)
    {
        // Of a key that cannot be exported, the public half tells what it is; a signature is asked of the key itself.
        if (!key.IsExportable)
            return PublicKeyFactory.CreateKey(TlsKeys.HeldPublicKey(key));
        byte[] pkcs8 = TlsKeys.Export(key);
        try
        {
            return PrivateKeyFactory.CreateKey(pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }
}
