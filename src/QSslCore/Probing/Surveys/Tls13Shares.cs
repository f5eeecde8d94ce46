using System.Security.Cryptography;
using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Surveys;

/// <summary>The shares of a key exchange that .NET has the arithmetic for. Any thread may use them.</summary>
internal sealed class Tls13Shares : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ECDiffieHellman _p256 = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDiffieHellman _p384 = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
    private (int Group, byte[] Key)[]? _shares;

    /// <summary>The groups, the cheaper one first.</summary>
    public static IReadOnlyList<int> Groups { get; } = [TlsGroup.Secp256r1, TlsGroup.Secp384r1];

    /// <summary>The client's shares.</summary>
    public IReadOnlyList<(int Group, byte[] Key)> Shares
    {
        get
        {
            lock (_gate)
                return _shares ??= [(TlsGroup.Secp256r1, Encode(_p256)), (TlsGroup.Secp384r1, Encode(_p384))];
        }
    }

    /// <summary>The secret that both sides have.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="share">The server's share.</param>
    /// <returns>Null where the share is not a point of the curve.</returns>
    public byte[]? Agree(int group, ReadOnlySpan<byte> share)
    {
        const byte Uncompressed = 4;
        (ECDiffieHellman own, ECCurve curve, int size) = group == TlsGroup.Secp256r1
            ? (_p256, ECCurve.NamedCurves.nistP256, 32)
            : (_p384, ECCurve.NamedCurves.nistP384, 48);
        if (share.Length != 1 + 2 * size || share[0] != Uncompressed)
            return null;
        try
        {
            using ECDiffieHellman other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = curve,
                Q = new() { X = share.Slice(1, size).ToArray(), Y = share[(1 + size)..].ToArray() },
            });
            using ECDiffieHellmanPublicKey key = other.PublicKey;
            lock (_gate)
                return own.DeriveRawSecretAgreement(key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _p256.Dispose();
        _p384.Dispose();
    }

    private static byte[] Encode(ECDiffieHellman key)
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }
}
