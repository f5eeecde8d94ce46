using System.Formats.Asn1;

namespace QSslCore;

/// <summary>The usual names of the algorithms that certificates are signed with.</summary>
internal static class SignatureAlgorithmNames
{
    private const string Pss = "1.2.840.113549.1.1.10";

    private static readonly Dictionary<string, string> s_names = new()
    {
        ["1.2.840.113549.1.1.2"] = "md2WithRSAEncryption",
        ["1.2.840.113549.1.1.4"] = "md5WithRSAEncryption",
        ["1.2.840.113549.1.1.5"] = "sha1WithRSAEncryption",
        [Pss] = "RSASSA-PSS",
        ["1.2.840.113549.1.1.11"] = "sha256WithRSAEncryption",
        ["1.2.840.113549.1.1.12"] = "sha384WithRSAEncryption",
        ["1.2.840.113549.1.1.13"] = "sha512WithRSAEncryption",
        ["1.2.840.113549.1.1.14"] = "sha224WithRSAEncryption",
        ["1.2.840.10040.4.3"] = "dsa-with-SHA1",
        ["2.16.840.1.101.3.4.3.2"] = "dsa-with-SHA256",
        ["1.2.840.10045.4.1"] = "ecdsa-with-SHA1",
        ["1.2.840.10045.4.3.1"] = "ecdsa-with-SHA224",
        ["1.2.840.10045.4.3.2"] = "ecdsa-with-SHA256",
        ["1.2.840.10045.4.3.3"] = "ecdsa-with-SHA384",
        ["1.2.840.10045.4.3.4"] = "ecdsa-with-SHA512",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
        ["2.16.840.1.101.3.4.3.17"] = "ML-DSA-44",
        ["2.16.840.1.101.3.4.3.18"] = "ML-DSA-65",
        ["2.16.840.1.101.3.4.3.19"] = "ML-DSA-87",
    };

    private static readonly Dictionary<string, string> s_hashes = new()
    {
        ["1.3.14.3.2.26"] = "SHA-1",
        ["2.16.840.1.101.3.4.2.1"] = "SHA-256",
        ["2.16.840.1.101.3.4.2.2"] = "SHA-384",
        ["2.16.840.1.101.3.4.2.3"] = "SHA-512",
    };

    /// <summary>The name of an algorithm; of RSASSA-PSS, where it alone does not tell, with the hash.</summary>
    /// <param name="identifier">The content of an AlgorithmIdentifier.</param>
    public static string Describe(AsnReader identifier)
    {
        string oid = identifier.ReadObjectIdentifier();
        string name = s_names.GetValueOrDefault(oid, oid);
        return oid == Pss && PssHash(identifier) is { } hash ? $"{name} ({hash})" : name;
    }

    // RFC 4055, section 3.1: without a word it is SHA-1.
    private static string? PssHash(AsnReader identifier)
    {
        try
        {
            AsnReader parameters = identifier.ReadSequence();
            Asn1Tag hash = new(TagClass.ContextSpecific, 0, isConstructed: true);
            if (!parameters.HasData || parameters.PeekTag() != hash)
                return "SHA-1";
            string oid = parameters.ReadSequence(hash).ReadSequence().ReadObjectIdentifier();
            return s_hashes.GetValueOrDefault(oid, oid);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
