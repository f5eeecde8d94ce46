using System.Security.Cryptography;
using QSslCore;

namespace QSslModule;

/// <summary>Keys as .NET's objects, which sign and encrypt what is written.</summary>
internal static class DotNetKey
{
    /// <summary>Null for an algorithm that .NET has no class for, such as Ed25519.</summary>
    /// <exception cref="CryptographicException">.NET cannot use the key.</exception>
    public static AsymmetricAlgorithm? From(QSslKey key)
    {
        AsymmetricAlgorithm? native = key.Algorithm switch
        {
            KeyAlgorithm.Rsa => RSA.Create(),
            KeyAlgorithm.Ec => ECDsa.Create(),
            KeyAlgorithm.Dsa => DSA.Create(),
            _ => null,
        };
        try
        {
            native?.ImportPkcs8PrivateKey(key.Material, out _);
            return native;
        }
        catch
        {
            native?.Dispose();
            throw;
        }
    }
}
