using System.Formats.Asn1;
using System.Numerics;

namespace QSslCore.Verification;

/// <summary>What path building asks of a certificate, read once.</summary>
internal sealed class ChainLink
{
    private readonly byte[]? _keyIdentifier;
    private readonly byte[]? _authorityKey;
    private readonly BigInteger? _authoritySerial;
    private readonly Lazy<string> _subject;
    private readonly Lazy<string> _issuer;

    public ChainLink(QSslCertificate certificate)
    {
        Certificate = certificate;
        CertificateFacts facts = certificate.Facts;
        _subject = new(() => KeyOf(facts.EncodedSubject), LazyThreadSafetyMode.PublicationOnly);
        _issuer = new(() => KeyOf(facts.EncodedIssuer), LazyThreadSafetyMode.PublicationOnly);
        try
        {
            if (facts.Extensions.Find(ExtensionNames.SubjectKeyIdentifier) is { } subject)
                _keyIdentifier = ExtensionReader.KeyIdentifier(subject);
            if (facts.Extensions.Find(ExtensionNames.AuthorityKeyIdentifier) is { } authority)
                (_authorityKey, _authoritySerial) = ExtensionReader.AuthorityKeyIdentifier(authority);
        }
        catch (AsnContentException)
        {
            // The rules tell of it; here it identifies nothing.
        }
    }

    public QSslCertificate Certificate { get; }

    /// <summary>The subject's name as it is compared; empty for a certificate that cannot be read.</summary>
    public string Subject => _subject.Value;

    /// <summary>The issuer's name as it is compared.</summary>
    public string Issuer => _issuer.Value;

    public ReadOnlySpan<byte> Key => Certificate.Facts.EncodedKey.Span;

    /// <summary>Whether the certificate ends a path, trusted or not.</summary>
    public bool IsSelfSigned => Certificate.Facts.IsSelfSigned;

    /// <summary>Whether the key identifiers name another certificate as this one's issuer (RFC 5280, section 4.2.1.1).</summary>
    public bool Excludes(ChainLink issuer) =>
        (_authorityKey is { } key && issuer._keyIdentifier is { } other && !key.AsSpan().SequenceEqual(other))
        || (_authoritySerial is { } serial && serial != issuer.Serial);

    /// <summary>Whether the key identifiers name that certificate as this one's issuer.</summary>
    public bool Names(ChainLink issuer) =>
        _authorityKey is { } key && issuer._keyIdentifier is { } other && key.AsSpan().SequenceEqual(other);

    public bool IsValidAt(DateTimeOffset time) => Certificate.EffectiveDate <= time && Certificate.ExpiryDate >= time;

    /// <summary>Whether both stand for the same authority: one name and one key.</summary>
    public bool IsSameEntity(ChainLink other) => Subject == other.Subject && Key.SequenceEqual(other.Key);

    private BigInteger Serial => new(Convert.FromHexString(Certificate.SerialNumber.Replace(":", "", StringComparison.Ordinal)), isUnsigned: true, isBigEndian: true);

    private static string KeyOf(ReadOnlyMemory<byte> name) =>
        CanonicalName.TryRead(name) is { } parts ? string.Join('\n', parts) : Convert.ToHexString(name.Span);
}
