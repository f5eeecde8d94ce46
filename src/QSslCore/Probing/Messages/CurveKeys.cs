using System.Security.Cryptography;

namespace QSslCore.Probing.Messages;

/// <summary>Makes the keys on curves that raw sessions agree with.</summary>
internal static class CurveKeys
{
    /// <summary>Makes a key from its parameters, a new one where they have no point: the system does. Tests set another source before
    /// the first use, on systems that make no such keys.</summary>
    internal static Func<ECParameters, ECDiffieHellman> Source { get; set; } =
        parameters => parameters.Q.X is null ? ECDiffieHellman.Create(parameters.Curve) : ECDiffieHellman.Create(parameters);

    /// <summary>Returns a new key.</summary>
    /// <exception cref="CryptographicException">The system makes no key on this curve.</exception>
    public static ECDiffieHellman Create(ECCurve curve) => Source(new() { Curve = curve });

    /// <summary>Returns the public key of a point.</summary>
    /// <exception cref="CryptographicException">The point is not one of the curve.</exception>
    public static ECDiffieHellman Import(ECCurve curve, byte[] x, byte[] y) => Source(new() { Curve = curve, Q = new() { X = x, Y = y } });
}
