using System.Security.Cryptography;

namespace QSslCore.Probing.Sessions;

/// <summary>A curve that raw sessions can use.</summary>
/// <param name="Group">The code point.</param>
/// <param name="Length">Bytes of a coordinate.</param>
/// <param name="Curve">The curve.</param>
internal sealed record NamedCurve(ushort Group, int Length, ECCurve Curve)
{
    /// <summary>All of them, the quickest first.</summary>
    public static IReadOnlyList<NamedCurve> All { get; } =
    [
        new(23, 32, ECCurve.NamedCurves.nistP256), new(24, 48, ECCurve.NamedCurves.nistP384), new(25, 66, ECCurve.NamedCurves.nistP521),
    ];

    /// <summary>The curve of a code point; null for one that is not used here.</summary>
    public static NamedCurve? Find(ushort group) => All.FirstOrDefault(c => c.Group == group);

    /// <summary>The coordinates of an uncompressed point.</summary>
    public ECPoint Point(byte[] encoded) => new() { X = encoded[1..(1 + Length)], Y = encoded[(1 + Length)..] };
}
