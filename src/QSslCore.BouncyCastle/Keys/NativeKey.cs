using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Keys;

/// <summary>A private key as the library has them.</summary>
internal static class NativeKey
{
    /// <exception cref="IOException">The library cannot read it.</exception>
    /// <exception cref="GeneralSecurityException">The library does not know its algorithm.</exception>
    public static AsymmetricKeyParameter Of(QSslKey key)
    {
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
