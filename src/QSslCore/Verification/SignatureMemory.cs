namespace QSslCore.Verification;

/// <summary>The signatures that one verification has checked. Each is checked once, and their number is limited.</summary>
internal sealed class SignatureMemory(ISignatureVerifier verifier)
{
    /// <summary>The maximum number of checks. No honest chain needs as many, and a bundle of a thousand certificates costs no
    /// more.</summary>
    private const int MaxChecks = 64;

    private readonly Dictionary<(QSslCertificate Certificate, string IssuerKey), bool> _known = [];

    /// <summary>Whether a certificate is signed with the key of another; null if the limit of checks is reached.</summary>
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
