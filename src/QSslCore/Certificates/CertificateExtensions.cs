using System.Formats.Asn1;

namespace QSslCore;

/// <summary>A certificate's extensions by their object identifiers (RFC 5280, section 4.2).</summary>
internal sealed class CertificateExtensions
{
    public const string SubjectAlternativeName = "2.5.29.17";

    private const string SubjectKeyIdentifier = "2.5.29.14";
    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private const string KeyUsage = "2.5.29.15";
    private const int KeyCertSign = 5;

    private static readonly Asn1Tag s_keyIdentifier = new(TagClass.ContextSpecific, 0);

    private readonly List<(string Oid, ReadOnlyMemory<byte> Value)> _extensions = [];

    public static CertificateExtensions None { get; } = new();

    public static CertificateExtensions Read(AsnReader explicitTag)
    {
        CertificateExtensions extensions = new();
        AsnReader list = explicitTag.ReadSequence();
        while (list.HasData)
        {
            AsnReader extension = list.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag() == Asn1Tag.Boolean)
                extension.ReadBoolean();
            extensions._extensions.Add((oid, extension.ReadOctetString()));
        }

        return extensions;
    }

    public ReadOnlyMemory<byte>? Find(string oid)
    {
        foreach ((string name, ReadOnlyMemory<byte> value) in _extensions)
        {
            if (name == oid)
                return value;
        }

        return null;
    }

    public bool IsRepeated(string oid) => _extensions.Count(extension => extension.Oid == oid) > 1;

    /// <summary>Whether key identifiers and key usage let the certificate have issued itself.</summary>
    public bool AllowSelfIssue()
    {
        try
        {
            return KeyIdentifiersAgree() && MaySignCertificates();
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private bool KeyIdentifiersAgree()
    {
        if (Find(SubjectKeyIdentifier) is not { } subject || Find(AuthorityKeyIdentifier) is not { } authority)
            return true;

        AsnReader identifiers = new AsnReader(authority, AsnEncodingRules.BER).ReadSequence();
        if (!identifiers.HasData || !identifiers.PeekTag().HasSameClassAndValue(s_keyIdentifier))
            return true;

        byte[] own = new AsnReader(subject, AsnEncodingRules.BER).ReadOctetString();
        return own.AsSpan().SequenceEqual(identifiers.ReadOctetString(s_keyIdentifier));
    }

    private bool MaySignCertificates()
    {
        if (Find(KeyUsage) is not { } usage)
            return true;

        byte[] bits = new AsnReader(usage, AsnEncodingRules.BER).ReadBitString(out _);
        return bits.Length > 0 && (bits[0] & (0x80 >> KeyCertSign)) != 0;
    }
}
