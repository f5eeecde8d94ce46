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
    /// The usual name, such as <c>sha256WithRSAEncryption</c>; for RSASSA-PSS with the digest; the object identifier if no name is known.
    /// </summary>
    public string Name { get; private init; } = "";

    public SignatureScheme Scheme { get; private init; }

    /// <summary>The digest that is signed; null if the algorithm signs the whole message, or if the digest is not known.</summary>
    public DigestAlgorithm? Digest { get; private init; }

    /// <summary>The parameters of RSASSA-PSS; null for other algorithms, or if they cannot be read.</summary>
    public PssParameters? Pss { get; private init; }

    /// <summary>Whether forging a signature takes less work than 112 bits of security, or an unknown amount.</summary>
    public bool IsWeak => Scheme switch
    {
        SignatureScheme.EdDsa or SignatureScheme.MlDsa or SignatureScheme.SlhDsa => false,
        // OpenSSL checks only the first digest. No protocol allows two different digests (RFC 8446, section 4.2.3), and .NET verifies none.
        SignatureScheme.RsaPss => Pss is not { HasSameDigests: true } || Digest is null or { IsWeak: true },
        SignatureScheme.RsaPkcs1 or SignatureScheme.Dsa or SignatureScheme.Ecdsa => Digest is null or { IsWeak: true },
        _ => true,
    };

    /// <summary>Reads an algorithm. If it cannot be read, the result is <see cref="None"/>, which is weak.</summary>
    /// <param name="algorithmIdentifierDer">The AlgorithmIdentifier, including its tag.</param>
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
