using System.Formats.Asn1;

namespace QSslCore;

/// <summary>A certificate's extensions by their object identifiers (RFC 5280, section 4.2).</summary>
internal sealed class CertificateExtensions
{
    private readonly List<QSslCertificateExtension> _extensions = [];

    /// <summary>The extensions of a certificate without this field, which differs from an empty list.</summary>
    public static CertificateExtensions Absent { get; } = new();

    public bool IsPresent => !ReferenceEquals(this, Absent);

    public IReadOnlyList<QSslCertificateExtension> All => _extensions;

    public static CertificateExtensions Read(AsnReader explicitTag)
    {
        CertificateExtensions extensions = new();
        AsnReader list = explicitTag.ReadSequence();
        explicitTag.ThrowIfNotEmpty();
        while (list.HasData)
        {
            AsnReader extension = list.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            bool isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            extensions._extensions.Add(new(oid, isCritical, extension.ReadOctetString()));
            extension.ThrowIfNotEmpty();
        }

        return extensions;
    }

    public ReadOnlyMemory<byte>? Find(string oid)
    {
        foreach (QSslCertificateExtension extension in _extensions)
        {
            if (extension.Oid == oid)
                return extension.Encoded;
        }

        return null;
    }

    /// <summary>Reads an extension that may be absent or damaged. Then the result is empty.</summary>
    public T[] Read<T>(string oid, Func<ReadOnlyMemory<byte>, IEnumerable<T>> read)
    {
        try
        {
            return Find(oid) is { } encoded ? [.. read(encoded)] : [];
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    /// <summary>Reads an extension into a value; null if it is absent or damaged.</summary>
    public T? TryRead<T>(string oid, Func<ReadOnlyMemory<byte>, T> read)
        where T : struct
    {
        try
        {
            return Find(oid) is { } encoded ? read(encoded) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    public bool IsRepeated(string oid) => _extensions.Count(extension => extension.Oid == oid) > 1;

    /// <summary>Whether key identifiers and key usage allow the certificate to have issued itself.</summary>
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
        if (Find(ExtensionNames.SubjectKeyIdentifier) is not { } subject
            || Find(ExtensionNames.AuthorityKeyIdentifier) is not { } authority)
            return true;

        (byte[]? key, _) = ExtensionReader.AuthorityKeyIdentifier(authority);
        return key is null || ExtensionReader.KeyIdentifier(subject).AsSpan().SequenceEqual(key);
    }

    private bool MaySignCertificates() =>
        Find(ExtensionNames.KeyUsage) is not { } usage || ExtensionReader.KeyUsages(usage).Contains("keyCertSign");
}
