using System.Security.Cryptography;
using QSslCore;

namespace QSslModule;

/// <summary>Converts keys to and from the objects of .NET, which sign certificates and encrypt keys.</summary>
internal static class DotNetKey
{
    /// <summary>Returns a key of .NET as a value.</summary>
    /// <exception cref="MaterialException">The key cannot be used.</exception>
    public static QSslKey Of(Func<QSslKey> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or NotImplementedException)
        {
            throw new MaterialException(MaterialErrors.DotNetKeyUnusable(e));
        }
    }

    /// <summary>Returns the key itself if it cannot be exported, or otherwise a copy, which the caller must dispose.</summary>
    public static AsymmetricAlgorithm? Use(QSslKey key) => key.Held?.Native ?? From(key);

    /// <summary>Returns a copy of the key, or null for an algorithm that .NET has no class for, such as Ed25519.</summary>
    /// <exception cref="CryptographicException">.NET cannot use the key.</exception>
    /// <exception cref="NotSupportedException">The key cannot be exported.</exception>
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
