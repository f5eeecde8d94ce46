using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace QSslCore.BouncyCastle.Library;

/// <summary>The cryptography of the library, with the random numbers of .NET.</summary>
internal static class Provider
{
    public static SecureRandom Random { get; } = new(new CryptoApiRandomGenerator());

    public static BcTlsCrypto Crypto { get; } = new PeerCrypto(Random);
}
