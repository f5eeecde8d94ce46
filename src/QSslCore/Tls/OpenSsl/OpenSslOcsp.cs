using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Judges a stapled OCSP response.</summary>
internal static unsafe class OpenSslOcsp
{
    /// <summary>The peer with what its response says, or lacks.</summary>
    /// <param name="response">As stapled; empty when nothing was.</param>
    /// <param name="peer">The peer, its chain verified.</param>
    /// <param name="configuration">Whom to trust, and when.</param>
    /// <returns>Null when the response cannot be decoded, which ends the handshake.</returns>
    public static TlsPeer? Judge(ReadOnlySpan<byte> response, TlsPeer peer, QSslConfiguration configuration)
    {
        if (peer.Chain.Count == 0)
            return peer;
        if (response.IsEmpty)
            return peer with { OcspErrors = [new(SslErrorCode.OcspNoResponseFound)] };
        OpenSslErrorQueue.Clear();
        using SafeOcspResponseHandle whole = Decode(response);
        if (whole.IsInvalid)
        {
            OpenSslErrorQueue.Clear();
            return null;
        }
        if (ToError(Ocsp.OCSP_response_status(whole)) is { } refusal)
            return peer with { OcspErrors = [new(refusal)] };
        using SafeOcspBasicResponseHandle basic = Ocsp.OCSP_response_get1_basic(whole);
        if (basic.IsInvalid)
        {
            OpenSslErrorQueue.Clear();
            return null;
        }
        List<QSslError> errors = [];
        if (!IsTrusted(basic, peer, configuration))
            errors.Add(new(SslErrorCode.OcspResponseCannotBeTrusted));
        if (Ocsp.OCSP_resp_count(basic) != 1)
        {
            errors.Add(new(SslErrorCode.OcspMalformedResponse));
            return peer with { OcspErrors = errors };
        }
        nint single = Ocsp.OCSP_resp_get0(basic, 0);
        QSslCertificate subject = peer.Chain[0];
        QSslCertificate responder = FindIssuer(Ocsp.OCSP_SINGLERESP_get0_id(single), peer);
        if (responder.IsNull)
            errors.Add(new(SslErrorCode.OcspResponseCertIdUnknown, subject));
        int status = Ocsp.OCSP_single_get0_status(single, out int reason, out _, out nint thisUpdate, out nint nextUpdate);
        DateTimeOffset? from = ToTime(thisUpdate), until = ToTime(nextUpdate);
        if (!IsCurrent(from, until, nextUpdate != 0, configuration.VerificationTime ?? DateTimeOffset.UtcNow))
            errors.Add(new(SslErrorCode.OcspResponseExpired));
        if (status == Ocsp.V_OCSP_CERTSTATUS_REVOKED)
            errors.Add(new(SslErrorCode.CertificateRevoked, subject));
        else if (status != Ocsp.V_OCSP_CERTSTATUS_GOOD)
            errors.Add(new(SslErrorCode.OcspStatusUnknown, subject));
        OpenSslErrorQueue.Clear();
        return peer with
        {
            OcspErrors = errors,
            OcspResponse = new()
            {
                CertificateStatus = status switch
                {
                    Ocsp.V_OCSP_CERTSTATUS_GOOD => QOcspCertificateStatus.Good,
                    Ocsp.V_OCSP_CERTSTATUS_REVOKED => QOcspCertificateStatus.Revoked,
                    _ => QOcspCertificateStatus.Unknown,
                },
                RevocationReason = status == Ocsp.V_OCSP_CERTSTATUS_REVOKED ? ToReason(reason) : QOcspRevocationReason.None,
                Responder = responder,
                Subject = subject,
                ThisUpdate = from,
                NextUpdate = until,
            },
        };
    }

    private static SafeOcspResponseHandle Decode(ReadOnlySpan<byte> response)
    {
        fixed (byte* start = response)
        {
            byte* at = start;
            return Ocsp.d2i_OCSP_RESPONSE(0, &at, new CLong(response.Length));
        }
    }

    private static SslErrorCode? ToError(int status) => status switch
    {
        Ocsp.OCSP_RESPONSE_STATUS_SUCCESSFUL => null,
        Ocsp.OCSP_RESPONSE_STATUS_MALFORMEDREQUEST => SslErrorCode.OcspMalformedRequest,
        Ocsp.OCSP_RESPONSE_STATUS_INTERNALERROR => SslErrorCode.OcspInternalError,
        Ocsp.OCSP_RESPONSE_STATUS_TRYLATER => SslErrorCode.OcspTryLater,
        Ocsp.OCSP_RESPONSE_STATUS_SIGREQUIRED => SslErrorCode.OcspSigRequred,
        Ocsp.OCSP_RESPONSE_STATUS_UNAUTHORIZED => SslErrorCode.OcspUnauthorized,
        _ => SslErrorCode.OcspInternalError,
    };

    /// <summary>Signed by the issuer, or by somebody whom the issuer lets sign.</summary>
    private static bool IsTrusted(SafeOcspBasicResponseHandle basic, TlsPeer peer, QSslConfiguration configuration)
    {
        using SafeX509StoreHandle store = X509.X509_STORE_new();
        OpenSslErrorQueue.Check(!store.IsInvalid);
        OpenSslTrust.Fill(store, configuration);
        if (configuration.VerificationTime is { } time)
            X509.X509_VERIFY_PARAM_set_time(Ocsp.X509_STORE_get0_param(store), time.ToUnixTimeSeconds());
        using NativeChain chain = new(peer.Chain.Concat(peer.VerifiedChain).Distinct());
        bool trusted = Ocsp.OCSP_basic_verify(basic, chain.Stack, store, new CULong(0)) == 1;
        OpenSslErrorQueue.Clear();
        return trusted;
    }

    /// <summary>The issuer by which the response means the peer's certificate; a null certificate when it means another one.</summary>
    private static QSslCertificate FindIssuer(nint id, TlsPeer peer)
    {
        if (Ocsp.OCSP_id_get0_info(0, out nint algorithm, 0, 0, id) != 1)
            return QSslCertificate.Null;
        string name = Marshal.PtrToStringUTF8(Ec.OBJ_nid2sn(Ocsp.OBJ_obj2nid(algorithm))) ?? "";
        nint digest = Ocsp.EVP_get_digestbyname(name);
        if (digest == 0)
            return QSslCertificate.Null;
        using SafeX509Handle subject = NativeCertificates.ToNative(peer.Chain[0]);
        foreach (QSslCertificate candidate in peer.VerifiedChain.Concat(peer.Chain).Distinct())
        {
            using SafeX509Handle issuer = NativeCertificates.ToNative(candidate);
            using SafeOcspCertIdHandle wanted = Ocsp.OCSP_cert_to_id(digest, subject, issuer);
            if (!wanted.IsInvalid && Ocsp.OCSP_id_cmp(id, wanted) == 0)
                return candidate;
        }
        return QSslCertificate.Null;
    }

    private static bool IsCurrent(DateTimeOffset? from, DateTimeOffset? until, bool hasEnd, DateTimeOffset now) =>
        from is { } start && hasEnd == until is not null && ResponsePeriod.Covers(start, until, now);

    private static DateTimeOffset? ToTime(nint time)
    {
        if (time == 0)
            return null;
        string text = Encoding.ASCII.GetString(Ocsp.ASN1_STRING_get0_data(time), Ocsp.ASN1_STRING_length(time));
        return DateTimeOffset.TryParseExact(
            text, "yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset value)
            ? value
            : null;
    }

    /// <summary>RFC 5280 leaves 7 out; Qt does not.</summary>
    private static QOcspRevocationReason ToReason(int reason) => reason switch
    {
        < 0 => QOcspRevocationReason.None,
        <= 6 => (QOcspRevocationReason)reason,
        8 => QOcspRevocationReason.RemoveFromCRL,
        _ => QOcspRevocationReason.Unspecified,
    };
}
