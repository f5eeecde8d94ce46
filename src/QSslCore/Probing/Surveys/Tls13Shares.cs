using System.Security.Cryptography;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>The shares of a key exchange that .NET has the arithmetic for, as far as the system lets it make keys. Any thread may use
/// them.</summary>
internal sealed class Tls13Shares : IDisposable
{
    private static readonly Lazy<Tls13Shares> s_common = new(() => new());

    private readonly Lock _gate = new();
    private readonly List<(int Group, ECCurve Curve, ECDiffieHellman Key)> _keys = [];

    /// <param name="create">Makes a key on a curve; null for the system.</param>
    public Tls13Shares(Func<ECCurve, ECDiffieHellman>? create = null)
    {
        Add(TlsGroup.Secp256r1, ECCurve.NamedCurves.nistP256, create ?? CurveKeys.Create);
        Add(TlsGroup.Secp384r1, ECCurve.NamedCurves.nistP384, create ?? CurveKeys.Create);
        Groups = [.. _keys.Select(key => key.Group)];
        Shares = [.. _keys.Select(key => (key.Group, Encode(key.Key)))];
    }

    /// <summary>One for all runs of the process: a key on P-384 costs more than ten hellos, and there is no secret to keep.</summary>
    public static Tls13Shares Common => s_common.Value;

    /// <summary>The groups, the cheaper one first; empty where the system makes no such keys.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>The client's shares.</summary>
    public IReadOnlyList<(int Group, byte[] Key)> Shares { get; }

    /// <summary>What the system said of a key that it does not make; empty for nothing.</summary>
    public string Lack { get; private set; } = "";

    /// <summary>The secret that both sides have.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="share">The server's share.</param>
    /// <returns>Null where the share is not a point of the curve.</returns>
    public byte[]? Agree(int group, ReadOnlySpan<byte> share)
    {
        const byte Uncompressed = 4;
        (_, ECCurve curve, ECDiffieHellman? own) = _keys.Find(key => key.Group == group);
        if (own is null)
            return null;
        int size = own.KeySize / 8;
        if (share.Length != 1 + 2 * size || share[0] != Uncompressed)
            return null;
        try
        {
            using ECDiffieHellman other = CurveKeys.Import(curve, share.Slice(1, size).ToArray(), share[(1 + size)..].ToArray());
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
        foreach ((_, _, ECDiffieHellman key) in _keys)
            key.Dispose();
    }

    private void Add(int group, ECCurve curve, Func<ECCurve, ECDiffieHellman> create)
    {
        try
        {
            _keys.Add((group, curve, create(curve)));
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            Lack = SystemRefusal.WordsOf(e).TrimEnd('.');
        }
    }

    private static byte[] Encode(ECDiffieHellman key)
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }
}
