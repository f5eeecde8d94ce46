using System.Formats.Asn1;

namespace QSslCore.Verification;

/// <summary>The algorithm of a signature, as an AlgorithmIdentifier states it (RFC 5280, section 4.1.1.2).</summary>
internal sealed record SignatureAlgorithm
{
    /// <summary>The algorithm of a null certificate, and of an identifier that cannot be read.</summary>
    public static SignatureAlgorithm None { get; } = new();

    /// <summary>The object identifier.</summary>
    public string Oid { get; private init; } = "";

    /// <summary>
    /// The usual name, such as <c>sha256WithRSAEncryption</c>; of RSASSA-PSS with the digest; the identifier where no name is known.
    /// </summary>
    public string Name { get; private init; } = "";

    public SignatureScheme Scheme { get; private init; }

    /// <summary>The digest that is signed; null where the algorithm takes the whole message, and where the digest is not known.</summary>
    public DigestAlgorithm? Digest { get; private init; }

    /// <summary>The parameters of RSASSA-PSS; null for other algorithms, and where they cannot be read.</summary>
    public PssParameters? Pss { get; private init; }

    /// <summary>Whether a forged signature costs less work than 112 bits of security, or an amount that is not known.</summary>
    public bool IsWeak => Scheme switch
    {
        SignatureScheme.EdDsa or SignatureScheme.MlDsa or SignatureScheme.SlhDsa => false,
        // OpenSSL judges the first digest alone. No protocol allows two of them (RFC 8446, section 4.2.3), and .NET verifies none.
        SignatureScheme.RsaPss => Pss is not { HasSameDigests: true } || Digest is null or { IsWeak: true },
        SignatureScheme.RsaPkcs1 or SignatureScheme.Dsa or SignatureScheme.Ecdsa => Digest is null or { IsWeak: true },
        _ => true,
    };

    /// <summary>Reads an algorithm; what cannot be read is <see cref="None"/>, which is weak.</summary>
    /// <param name="algorithmIdentifierDer">The AlgorithmIdentifier, its tag included.</param>
    public static SignatureAlgorithm Read(ReadOnlyMemory<byte> algorithmIdentifierDer)
    {
        try
        {
            AsnReader identifier = new AsnReader(algorithmIdentifierDer, AsnEncodingRules.BER).ReadSequence();
            string oid = identifier.ReadObjectIdentifier();
            (string name, SignatureScheme scheme, DigestAlgorithm? digest) = SignatureAlgorithmTable.Find(oid);
            SignatureAlgorithm algorithm = new() { Oid = oid, Name = name, Scheme = scheme, Digest = digest };
            if (scheme != SignatureScheme.RsaPss || PssParameters.Read(identifier) is not { } pss)
                return algorithm;
            return algorithm with { Name = $"{name} ({pss.Digest?.Name ?? pss.DigestOid})", Digest = pss.Digest, Pss = pss };
        }
        catch (AsnContentException)
        {
            return None;
        }
    }
}
