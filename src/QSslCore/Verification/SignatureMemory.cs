namespace QSslCore.Verification;

/// <summary>The results of the signature checks of one verification. Each signature is checked once, and the number of checks is
/// limited.</summary>
internal sealed class SignatureMemory(ISignatureVerifier verifier)
{
    /// <summary>The maximum number of checks. No honest chain needs as many, and it limits the cost of a bundle with a thousand
    /// certificates.</summary>
    private const int MaxChecks = 64;

    private readonly Dictionary<(QSslCertificate Certificate, string IssuerKey), bool> _known = [];

    /// <summary>Whether a certificate is signed with the key of another one; null if the limit is reached.</summary>
    public bool? IsSignedBy(ChainLink certificate, ChainLink issuer)
    {
        (QSslCertificate, string) pair = (certificate.Certificate, Convert.ToHexString(issuer.Key));
        if (_known.TryGetValue(pair, out bool isSigned))
            return isSigned;
        if (_known.Count == MaxChecks)
            return null;
        isSigned = verifier.IsSignedBy(certificate.Certificate, issuer.Certificate);
        _known.Add(pair, isSigned);
        return isSigned;
    }
}
