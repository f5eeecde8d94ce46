namespace QSslCore.Verification;

/// <summary>The signatures that one verification has checked: each once, and no more than a bound.</summary>
internal sealed class SignatureMemory(ISignatureVerifier verifier)
{
    /// <summary>No honest chain needs as many; a bundle of a thousand costs no more than these.</summary>
    private const int MaxChecks = 64;

    private readonly Dictionary<(QSslCertificate Certificate, string IssuerKey), bool> _known = [];

    /// <summary>Whether a certificate is signed with another's key; null when there were too many checks already.</summary>
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
