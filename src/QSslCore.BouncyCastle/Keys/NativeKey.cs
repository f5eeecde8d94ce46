using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>Returns a private key in the form of the library, or the public half of a key that cannot be exported.</summary>
internal static class NativeKey
{
    /// <exception cref="IOException">The library cannot read the key.</exception>
    /// <exception cref="GeneralSecurityException">The library does not support the algorithm of the key.</exception>
    public static AsymmetricKeyParameter Of(QSslKey key)
    {
        // The public half describes a key that cannot be exported. The key itself makes the signatures.
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
