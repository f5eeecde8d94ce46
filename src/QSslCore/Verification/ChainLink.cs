using System.Formats.Asn1;
using System.Numerics;

namespace QSslCore.Verification;

/// <summary>The properties of a certificate that path building needs. They are read once.</summary>
internal sealed class ChainLink
{
    private readonly byte[]? _keyIdentifier;
    private readonly byte[]? _authorityKey;
    private readonly BigInteger? _authoritySerial;
    private readonly string? _authorityIssuer;

    public ChainLink(QSslCertificate certificate)
    {
        Certificate = certificate;
        CertificateFacts facts = certificate.Facts;
        Subject = KeyOf(facts.EncodedSubject);
        Issuer = KeyOf(facts.EncodedIssuer);
        try
        {
            if (facts.Extensions.Find(ExtensionNames.SubjectKeyIdentifier) is { } subject)
                _keyIdentifier = ExtensionReader.KeyIdentifier(subject);
            if (facts.Extensions.Find(ExtensionNames.AuthorityKeyIdentifier) is { } authority)
            {
                (_authorityKey, _authoritySerial) = ExtensionReader.AuthorityKeyIdentifier(authority);
                _authorityIssuer = ExtensionReader.AuthorityIssuer(authority) is { } name ? KeyOf(name) : null;
            }
        }
        catch (AsnContentException)
        {
            // The rules report it. Here it identifies nothing.
        }
        IsSelfIssued = PathRules.IsSelfIssued(certificate) && !Excludes(this);
    }

    public QSslCertificate Certificate { get; }

    /// <summary>The subject's name in the form for comparison; empty for a certificate that cannot be read.</summary>
    public string Subject { get; }

    /// <summary>The issuer's name in the form for comparison.</summary>
    public string Issuer { get; }

    public ReadOnlySpan<byte> Key => Certificate.Facts.EncodedKey.Span;

    /// <summary>Whether names and key identifiers indicate that the certificate issued itself. Only its signature proves it.</summary>
    public bool IsSelfIssued { get; }

    private BigInteger Serial =>
        new(Convert.FromHexString(Certificate.SerialNumber.Replace(":", "", StringComparison.Ordinal)), isUnsigned: true,
            isBigEndian: true);

    /// <summary>Reads only the subject's name in the form for comparison, and not the rest of the certificate.</summary>
    public static string SubjectOf(QSslCertificate certificate)
    {
        try
        {
            AsnReader body = new AsnReader(certificate.Encoded, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            if (body.PeekTag().TagClass == TagClass.ContextSpecific)
                body.ReadEncodedValue();
            // Serial number, algorithm, issuer, validity.
            for (int i = 0; i < 4; i++)
                body.ReadEncodedValue();
            return KeyOf(body.ReadEncodedValue());
        }
        catch (AsnContentException)
        {
            return "";
        }
    }

    /// <summary>
    /// Whether the key identifiers name another certificate as this one's issuer (RFC 5280, section 4.2.1.1). RFC 4158 treats this as a
    /// hint, but OpenSSL does not accept such a path.
    /// </summary>
    public bool Excludes(ChainLink issuer) =>
        (_authorityKey is { } key && issuer._keyIdentifier is { } other && !key.AsSpan().SequenceEqual(other))
        || (_authoritySerial is { } serial && serial != issuer.Serial)
        || (_authorityIssuer is { } name && name != issuer.Issuer);

    /// <summary>Whether the key identifiers name that certificate as this one's issuer.</summary>
    public bool Names(ChainLink issuer) =>
        _authorityKey is { } key && issuer._keyIdentifier is { } other && key.AsSpan().SequenceEqual(other);

    public bool IsValidAt(DateTimeOffset time) => Certificate.EffectiveDate <= time && Certificate.ExpiryDate >= time;

    /// <summary>Whether both represent the same authority, with the same name and the same key.</summary>
    public bool IsSameEntity(ChainLink other) => Subject == other.Subject && Key.SequenceEqual(other.Key);

    private static string KeyOf(ReadOnlyMemory<byte> name) =>
        CanonicalName.TryRead(name) is { } parts ? string.Join('\n', parts) : Convert.ToHexString(name.Span);
}
