using System.Buffers.Binary;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using QSslCore.BouncyCastle.Library;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>Derives keys for other uses (RFC 5705; RFC 8446, section 7.5), even after the library has discarded its secrets.</summary>
internal sealed class Exporter : IDisposable
{
    private readonly TlsSecret _secret;
    private readonly int _algorithm;
    private readonly int _hash;
    private readonly bool _isTls13;
    private readonly byte[] _randoms;

    private Exporter(SecurityParameters parameters, TlsSecret secret, bool isTls13)
    {
        _secret = Provider.Crypto.AdoptSecret(secret);
        _algorithm = parameters.PrfAlgorithm;
        _hash = parameters.PrfCryptoHashAlgorithm;
        _isTls13 = isTls13;
        _randoms = [.. parameters.ClientRandom, .. parameters.ServerRandom];
    }

    /// <returns>The exporter, or null if an export is not permitted because the session does not bind its secret to the handshake (RFC
    /// 7627, section 5.4).</returns>
    public static Exporter? Of(SecurityParameters parameters)
    {
        bool isTls13 = TlsUtilities.IsTlsV13(parameters.NegotiatedVersion);
        TlsSecret? secret = isTls13 ? parameters.ExporterMasterSecret : parameters.MasterSecret;
        return parameters.IsExtendedMasterSecret && secret is not null ? new(parameters, secret, isTls13) : null;
    }

    public byte[] Export(string label, byte[]? context, int length)
    {
        if (!_isTls13)
            {
            byte[] seed = [.. _randoms, .. Prefixed(context)];
            return _secret.DeriveUsingPrf(_algorithm, label, seed, length).Extract();
        }
        TlsHash hash = Provider.Crypto.CreateHash(_hash);
        byte[] empty = hash.CalculateHash();
        byte[] given = context ?? [];
        hash.Update(given, 0, given.Length);
        TlsSecret derived = TlsCryptoUtilities.HkdfExpandLabel(_secret, _hash, label, empty, empty.Length);
        return TlsCryptoUtilities.HkdfExpandLabel(derived, _hash, "exporter", hash.CalculateHash(), length).Extract();
    }

    public void Dispose() => _secret.Destroy();

    /// <summary>Distinguishes no context from an empty one.</summary>
    private static byte[] Prefixed(byte[]? context)
    {
        if (context is null)
            return [];
        byte[] prefixed = [0, 0, .. context];
        BinaryPrimitives.WriteUInt16BigEndian(prefixed, checked((ushort)context.Length));
        return prefixed;
    }
}
