namespace QSslCore.Tls.Stapling;

/// <summary>Judges a stapled OCSP response (RFC 6960), the same way for every TLS library.</summary>
internal static class OcspVerdict
{
    /// <summary>The allowed difference between clocks.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(60);

    /// <summary>Returns the peer with the verdict on its response, or on its absence.</summary>
    /// <param name="encoded">The response as stapled; empty if there was none.</param>
    /// <param name="peer">The peer, with its verified chain.</param>
    /// <param name="configuration">The time of the check.</param>
    /// <param name="signatures">Checks signatures.</param>
    /// <returns>Null if the response cannot be decoded. The handshake then fails.</returns>
    public static TlsPeer? Judge(ReadOnlyMemory<byte> encoded, TlsPeer peer, QSslConfiguration configuration, IOcspSignatures signatures)
    {
        if (peer.Chain.Count == 0)
            return peer;
        if (encoded.IsEmpty)
            return peer with { OcspErrors = [new(SslErrorCode.OcspNoResponseFound)] };
        if (OcspStructure.Read(encoded) is not { } response)
            return null;
        if (ToError(response.Status) is { } refusal)
            return peer with { OcspErrors = [new(refusal)] };
        if (response.Data is not { } data)
            return peer with { OcspErrors = [new(SslErrorCode.OcspMalformedResponse, null, response.Fault)] };
        DateTimeOffset now = configuration.VerificationTime ?? DateTimeOffset.UtcNow;
        QSslCertificate authority = AuthorityOf(peer);
        List<QSslError> errors = [];
        if (new OcspTrust(encoded, response, data, signatures).ObjectionTo(peer, authority, now) is { } objection)
            errors.Add(Untrusted(objection));
        if (data.UnknownExtension.Length > 0)
            errors.Add(Untrusted($"it has the critical extension {data.UnknownExtension}, which is not understood"));
        return Answer(data, peer, authority, now, errors);
    }

    private static TlsPeer Answer(
        OcspResponseData data, TlsPeer peer, QSslCertificate authority, DateTimeOffset now, List<QSslError> errors)
    {
        QSslCertificate subject = peer.Chain[0];
        // Answers about other certificates do not matter here. If there are several about this one, the worst is used.
        OcspAnswer[] own =
            [.. data.Answers.Where(answer => answer.Id.Means(subject, authority)).OrderByDescending(answer => answer.Badness)];
        OcspAnswer? answer = own is [var worst, ..] ? worst : data.Answers is [var first, ..] ? first : null;
        if (own.Length == 0 && data.Answers.Count == 1)
            errors.Add(new(SslErrorCode.OcspResponseCertIdUnknown, subject));
        if (answer is not null && (data.Answers.Count == 1 || own.Length > 0))
            errors.AddRange(FaultsOf(answer, data, subject, now));
        // As in Qt, a server staples one answer. A response with several is an error, even if one of them fits.
        if (data.Answers.Count != 1)
        {
            string text = $"The OCSP response has {data.Answers.Count} answers, and exactly one is expected";
            return peer with { OcspErrors = [.. errors, new(SslErrorCode.OcspMalformedResponse, null, text)] };
        }
        return peer with
        {
            OcspErrors = errors,
            OcspResponse = new()
            {
                CertificateStatus = answer!.Status,
                RevocationReason = answer.Reason,
                Responder = own.Length > 0 ? authority : QSslCertificate.Null,
                Subject = subject,
                ThisUpdate = answer.ThisUpdate,
                NextUpdate = answer.NextUpdate,
            },
        };
    }

    private static IEnumerable<QSslError> FaultsOf(OcspAnswer answer, OcspResponseData data, QSslCertificate subject, DateTimeOffset now)
    {
        if (answer.UnknownExtension.Length > 0)
            yield return Untrusted($"its answer has the critical extension {answer.UnknownExtension}, which is not understood");
        if (!ResponsePeriod.Covers(answer.ThisUpdate, answer.NextUpdate, now))
            yield return new(SslErrorCode.OcspResponseExpired);
        else if (data.ProducedAt > now + s_slack)
        {
            string text = $"The OCSP response says that it was produced in the future, {data.ProducedAt:u}";
            yield return new(SslErrorCode.OcspResponseExpired, null, text);
        }
        if (answer.Status == QOcspCertificateStatus.Revoked)
            yield return new(SslErrorCode.CertificateRevoked, subject);
        else if (answer.Status == QOcspCertificateStatus.Unknown)
            yield return new(SslErrorCode.OcspStatusUnknown, subject);
    }

    /// <summary>Returns the issuer in the path; for a self-signed certificate, the certificate itself. A null certificate if the path does
    /// not contain the issuer.</summary>
    private static QSslCertificate AuthorityOf(TlsPeer peer) => peer.VerifiedChain switch
    {
        [_, var issuer, ..] => issuer,
        _ when peer.Chain[0].IsSelfSigned => peer.Chain[0],
        _ => QSslCertificate.Null,
    };

    private static QSslError Untrusted(string objection) =>
        new(SslErrorCode.OcspResponseCannotBeTrusted, null, $"The OCSP response cannot be trusted: {objection}");

    private static SslErrorCode? ToError(int status) => status switch
    {
        0 => null,
        1 => SslErrorCode.OcspMalformedRequest,
        2 => SslErrorCode.OcspInternalError,
        3 => SslErrorCode.OcspTryLater,
        5 => SslErrorCode.OcspSigRequred,
        6 => SslErrorCode.OcspUnauthorized,
        _ => SslErrorCode.OcspInternalError,
    };
}
