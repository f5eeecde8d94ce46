using System.Security.Cryptography;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Sessions;

/// <summary>A curve that raw sessions can use.</summary>
/// <param name="Group">The code point.</param>
/// <param name="Length">Bytes of a coordinate.</param>
/// <param name="Curve">The curve.</param>
internal sealed record NamedCurve(int Group, int Length, ECCurve Curve)
{
    /// <summary>All of them, the quickest first.</summary>
    public static IReadOnlyList<NamedCurve> All { get; } =
    [
        new(23, 32, ECCurve.NamedCurves.nistP256), new(24, 48, ECCurve.NamedCurves.nistP384), new(25, 66, ECCurve.NamedCurves.nistP521),
    ];

    /// <summary>The curve of a code point; null for one that is not used here.</summary>
    public static NamedCurve? Find(int group) => All.FirstOrDefault(c => c.Group == group);

    /// <summary>A new key.</summary>
    /// <exception cref="SessionException">The system makes none on this curve.</exception>
    public ECDiffieHellman MakeKey()
    {
        try
        {
            return CurveKeys.Create(Curve);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            throw new SessionException($"the system makes no key on the curve {Curve.Oid.FriendlyName} ({e.Message.TrimEnd('.')})");
        }
    }

    /// <summary>The secret that comes of an own key and the peer's point.</summary>
    /// <exception cref="SessionException">The point is not one of the curve.</exception>
    public byte[] Agree(ECDiffieHellman own, byte[] point)
    {
        if (point.Length != 1 + 2 * Length || point[0] != 4)
            throw new SessionException("the peer's point is not one of its curve");
        try
        {
            using ECDiffieHellman other = CurveKeys.Import(Curve, point[1..(1 + Length)], point[(1 + Length)..]);
            return own.DeriveRawSecretAgreement(other.PublicKey);
        }
        catch (CryptographicException e)
        {
            throw new SessionException($"the peer's point is not one of its curve ({e.Message})");
        }
    }
}
