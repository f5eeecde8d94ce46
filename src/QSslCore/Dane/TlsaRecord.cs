using System.Globalization;
using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// A TLSA record (RFC 6698): what the domain's owner says about the certificate of a service. Instances are immutable.
/// </summary>
/// <param name="usage">0 an authority of the usual path, 1 the host's certificate in the usual path, 2 an authority by itself, 3 the host's
/// certificate by itself.</param>
/// <param name="selector">0 the whole certificate, 1 its public key.</param>
/// <param name="matchingType">0 the bytes themselves, 1 their SHA-256, 2 their SHA-512.</param>
/// <param name="data">What is compared.</param>
public sealed class TlsaRecord(byte usage, byte selector, byte matchingType, ReadOnlyMemory<byte> data)
{
    private const int MaxShownBytes = 64;

    private readonly byte[] _data = data.ToArray();

    /// <summary>What the record is about: 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE.</summary>
    public byte Usage { get; } = usage;

    /// <summary>Which part of a certificate is compared: 0 all of it, 1 its public key.</summary>
    public byte Selector { get; } = selector;

    /// <summary>How it is compared: 0 byte by byte, 1 by SHA-256, 2 by SHA-512.</summary>
    public byte MatchingType { get; } = matchingType;

    /// <summary>What the part of the certificate, or its digest, must be equal to.</summary>
    public ReadOnlyMemory<byte> Data => _data;

    /// <summary>True if usage, selector and matching type are known, and the data can be of that type. Other records are ignored.</summary>
    public bool IsUsable => Usage <= 3 && Selector <= 1 && MatchingType switch
    {
        0 => _data.Length > 0,
        1 => _data.Length == SHA256.HashSizeInBytes,
        2 => _data.Length == SHA512.HashSizeInBytes,
        _ => false,
    };

    /// <summary>True if the record describes the certificate. Whether that makes the host good depends on the usage.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <exception cref="ArgumentNullException">There is no certificate.</exception>
    public bool Matches(QSslCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!IsUsable || certificate.IsNull || (Selector == 1 && certificate.PublicKey.IsNull))
            return false;
        byte[] part = Selector == 0 ? certificate.ToDer() : certificate.PublicKey.ToDer();
        return _data.AsSpan().SequenceEqual(MatchingType switch
        {
            0 => part,
            1 => SHA256.HashData(part),
            _ => SHA512.HashData(part),
        });
    }

    /// <summary>The record as a zone file has it, such as <c>3 1 1 0D6F…</c>. Long data is cut.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Usage} {Selector} {MatchingType} ")
        + Convert.ToHexString(_data.AsSpan(0, Math.Min(_data.Length, MaxShownBytes))) + (_data.Length > MaxShownBytes ? "…" : "");
}
