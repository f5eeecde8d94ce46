using System.Formats.Asn1;
using System.Net;
using System.Text;

namespace QSslCore.Verification;

/// <summary>All names of a certificate that are checked against name constraints (RFC 5280, section 4.2.1.10).</summary>
internal static class CertificateNames
{
    private const string EmailAddress = "emailAddress";
    private const string CommonName = "CN";
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;

    /// <param name="certificate">The certificate.</param>
    /// <param name="readsCommonName">Whether a common name may be used as a host name.</param>
    public static IEnumerable<CertificateName> Of(QSslCertificate certificate, bool readsCommonName)
    {
        CertificateFacts facts = certificate.Facts;
        List<(string Oid, string Text)> attributes = Attributes(facts.EncodedSubject);
        if (attributes.Count > 0)
            yield return new(NameForm.Directory, facts.EncodedSubject);
        // Old authorities put mail addresses there. As in OpenSSL, these are checked in addition to those of the extension.
        foreach ((string oid, string text) in attributes)
        {
            string attribute = AttributeNames.For(oid);
            if (attribute == EmailAddress)
                yield return new(NameForm.Email, Encoding.UTF8.GetBytes(text));
            if (attribute == CommonName && readsCommonName && OfHost(text) is { } host)
                yield return host;
        }
        foreach (CertificateName name in facts.Extensions.Read(ExtensionNames.SubjectAlternativeName, ReadAll))
            yield return name;
    }

    private static List<CertificateName> ReadAll(ReadOnlyMemory<byte> encoded)
    {
        List<CertificateName> names = [];
        for (AsnReader list = new AsnReader(encoded, Rules).ReadSequence(); list.HasData;)
            names.Add(CertificateName.Read(list));
        return names;
    }

    // Most common names are not host names, and never match a host name.
    private static CertificateName? OfHost(string text)
    {
        if (HostName.TryParseAddress(text, out IPAddress address))
            return new(NameForm.Address, address.GetAddressBytes());
        string? host = text.Contains('*', StringComparison.Ordinal) ? text : HostName.ToAce(text);
        return host is null ? null : new(NameForm.Dns, Encoding.UTF8.GetBytes(host));
    }

    private static List<(string Oid, string Text)> Attributes(ReadOnlyMemory<byte> encodedName)
    {
        List<(string, string)> attributes = [];
        if (encodedName.IsEmpty)
            return attributes;
        for (AsnReader name = new AsnReader(encodedName, Rules).ReadSequence(); name.HasData;)
        {
            for (AsnReader set = name.ReadSetOf(skipSortOrderValidation: true); set.HasData;)
            {
                AsnReader attribute = set.ReadSequence();
                attributes.Add((attribute.ReadObjectIdentifier(), CertificateParser.ParseText(attribute)));
            }
        }
        return attributes;
    }
}
