using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.X509;
using QSslCore.Tls;
using QSslCore.Tls.Managed;
using CertificateStatus = Org.BouncyCastle.Ocsp.CertificateStatus;

namespace QSslCore.BouncyCastle.Ocsp;

/// <summary>Judges a stapled OCSP response (RFC 6960).</summary>
internal static class StapledResponse
{
    private const int NoReason = -1;
    private const int LastPlainReason = 6;
    private const int RemoveFromList = 8;

    /// <summary>The peer with what its response says, or lacks.</summary>
    /// <param name="response">As stapled; empty when nothing was.</param>
    /// <param name="peer">The peer, its chain verified.</param>
    /// <param name="configuration">Whom to trust, and when.</param>
    /// <returns>Null when the response cannot be decoded, which ends the handshake.</returns>
    public static TlsPeer? Judge(byte[] response, TlsPeer peer, QSslConfiguration configuration)
    {
        if (peer.Chain.Count == 0)
            return peer;
        if (response.Length == 0)
            return peer with { OcspErrors = [new(SslErrorCode.OcspNoResponseFound)] };
        try
        {
            OcspResp whole = new(response);
            if (ToError(whole.Status) is { } refusal)
                return peer with { OcspErrors = [new(refusal)] };
            return whole.GetResponseObject() is BasicOcspResp basic ? Judge(basic, peer, configuration) : null;
        }
#pragma warning disable CA1031 // The library throws many things at what it cannot read; the response is the server's, and proves nothing.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static TlsPeer Judge(BasicOcspResp basic, TlsPeer peer, QSslConfiguration configuration)
    {
        List<QSslError> errors = [];
        QSslCertificate subject = peer.Chain[0];
        SingleResp? single = basic.Responses is [var only] ? only : null;
        QSslCertificate responder = single is null ? QSslCertificate.Null : FindIssuer(single.GetCertID(), peer);
        if (!IsTrusted(basic, responder, peer, configuration))
            errors.Add(new(SslErrorCode.OcspResponseCannotBeTrusted));
        if (single is null)
        {
            errors.Add(new(SslErrorCode.OcspMalformedResponse));
            return peer with { OcspErrors = errors };
        }
        if (responder.IsNull)
            errors.Add(new(SslErrorCode.OcspResponseCertIdUnknown, subject));
        DateTimeOffset from = ToTime(single.ThisUpdate);
        DateTimeOffset? until = single.NextUpdate is { } next ? ToTime(next) : null;
        if (!ResponsePeriod.Covers(from, until, configuration.VerificationTime ?? DateTimeOffset.UtcNow))
            errors.Add(new(SslErrorCode.OcspResponseExpired));
        object? status = single.GetCertStatus();
        if (status is RevokedStatus)
            errors.Add(new(SslErrorCode.CertificateRevoked, subject));
        else if (status != CertificateStatus.Good)
            errors.Add(new(SslErrorCode.OcspStatusUnknown, subject));
        return peer with
        {
            OcspErrors = errors,
            OcspResponse = new()
            {
                CertificateStatus = status switch
                {
                    RevokedStatus => QOcspCertificateStatus.Revoked,
                    _ when status == CertificateStatus.Good => QOcspCertificateStatus.Good,
                    _ => QOcspCertificateStatus.Unknown,
                },
                RevocationReason = status is RevokedStatus revoked
                    ? ToReason(revoked.HasRevocationReason ? revoked.RevocationReason : NoReason)
                    : QOcspRevocationReason.None,
                Responder = responder,
                Subject = subject,
                ThisUpdate = from,
                NextUpdate = until,
            },
        };
    }

    private static SslErrorCode? ToError(int status) => status switch
    {
        OcspResponseStatus.Successful => null,
        OcspResponseStatus.MalformedRequest => SslErrorCode.OcspMalformedRequest,
        OcspResponseStatus.InternalError => SslErrorCode.OcspInternalError,
        OcspResponseStatus.TryLater => SslErrorCode.OcspTryLater,
        OcspResponseStatus.SignatureRequired => SslErrorCode.OcspSigRequred,
        OcspResponseStatus.Unauthorized => SslErrorCode.OcspUnauthorized,
        _ => SslErrorCode.OcspInternalError,
    };

    /// <summary>Signed by the issuer, or by somebody whom the issuer lets sign; and that somebody is trusted today.</summary>
    private static bool IsTrusted(BasicOcspResp basic, QSslCertificate issuer, TlsPeer peer, QSslConfiguration configuration)
    {
        QSslCertificate[] sent = [.. basic.GetCerts().Select(c => QSslCertificate.FromDer(c.GetEncoded()))];
        QSslCertificate[] known = [.. sent.Concat(peer.Chain).Concat(peer.VerifiedChain).Distinct()];
        RespID wanted = basic.ResponderId;
        QSslCertificate? signer = known.FirstOrDefault(candidate => IsMeant(wanted, ToNative(candidate)) && basic.Verify(ToNative(candidate).GetPublicKey()));
        if (signer is null)
            return false;
        QSslCertificate authority = issuer.IsNull && peer.VerifiedChain.Count > 1 ? peer.VerifiedChain[1] : issuer;
        bool mayAnswer = signer.Equals(authority) || (!authority.IsNull && IsDelegate(ToNative(signer), ToNative(authority)));
        return mayAnswer && ChainVerification.Run([signer, .. known.Where(c => !c.Equals(signer))], configuration, SslMode.UnencryptedMode).ChainErrors.Count == 0;
    }

    private static bool IsMeant(RespID wanted, X509Certificate candidate)
    {
        ResponderID id = wanted.ToAsn1Object();
        return id.Name is { } name
            ? name.Equivalent(candidate.SubjectDN, inOrder: true)
            : new RespID(candidate.GetPublicKey()).Equals(wanted);
    }

    private static bool IsDelegate(X509Certificate signer, X509Certificate authority) =>
        signer.GetExtendedKeyUsage()?.Contains(KeyPurposeID.id_kp_OCSPSigning) == true
        && signer.IssuerDN.Equivalent(authority.SubjectDN, inOrder: true) && signer.IsSignatureValid(authority.GetPublicKey());

    /// <summary>The issuer by which the response means the peer's certificate; a null certificate when it means another one.</summary>
    private static QSslCertificate FindIssuer(CertificateID id, TlsPeer peer)
    {
        if (!ToNative(peer.Chain[0]).SerialNumber.Equals(id.SerialNumber))
            return QSslCertificate.Null;
        X509Name named = ToNative(peer.Chain[0]).IssuerDN;
        return peer.VerifiedChain.Concat(peer.Chain).Distinct()
            .FirstOrDefault(candidate => ToNative(candidate) is var issuer && issuer.SubjectDN.Equivalent(named, inOrder: true) && id.MatchesIssuer(issuer))
            ?? QSslCertificate.Null;
    }

    private static X509Certificate ToNative(QSslCertificate certificate) => new(certificate.ToDer());

    private static DateTimeOffset ToTime(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    /// <summary>RFC 5280 leaves 7 out; Qt does not.</summary>
    private static QOcspRevocationReason ToReason(int reason) => reason switch
    {
        NoReason => QOcspRevocationReason.None,
        >= 0 and <= LastPlainReason => (QOcspRevocationReason)reason,
        RemoveFromList => QOcspRevocationReason.RemoveFromCRL,
        _ => QOcspRevocationReason.Unspecified,
    };
}
