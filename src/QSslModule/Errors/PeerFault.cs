using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Interprets the errors of a peer's identity: the most important error, its id, and the remedy.</summary>
internal static class PeerFault
{
    /// <summary>The error codes in order of importance. A code that says more about the peer comes first.</summary>
    private static readonly (SslErrorCode Code, string Id)[] s_byWeight =
    [
        (SslErrorCode.CertificateBlacklisted, ErrorIds.CertificateBlacklisted),
        (SslErrorCode.CertificateRevoked, ErrorIds.CertificateRevoked),
        (SslErrorCode.NoPeerCertificate, ErrorIds.NoPeerCertificate),
        (SslErrorCode.SelfSignedCertificate, ErrorIds.SelfSignedCertificate),
        (SslErrorCode.SelfSignedCertificateInChain, ErrorIds.UnknownIssuer),
        (SslErrorCode.UnableToGetLocalIssuerCertificate, ErrorIds.UnknownIssuer),
        (SslErrorCode.UnableToGetIssuerCertificate, ErrorIds.UnknownIssuer),
        (SslErrorCode.UnableToVerifyFirstCertificate, ErrorIds.UnknownIssuer),
        (SslErrorCode.CertificateUntrusted, ErrorIds.UnknownIssuer),
        (SslErrorCode.CertificateKeyTooWeak, ErrorIds.WeakCertificate),
        (SslErrorCode.CertificateSignatureTooWeak, ErrorIds.WeakCertificate),
        (SslErrorCode.CertificateExpired, ErrorIds.CertificateExpired),
        (SslErrorCode.CertificateNotYetValid, ErrorIds.CertificateNotYetValid),
        (SslErrorCode.HostNameMismatch, ErrorIds.HostNameMismatch),
    ];

    /// <summary>Returns the error that determines the id and the advice.</summary>
    public static QSslError Primary(IReadOnlyList<QSslError> errors) => errors.MinBy(error => Weight(error.Error))!;

    public static string Id(SslErrorCode code)
    {
        int weight = Weight(code);
        return weight < s_byWeight.Length ? s_byWeight[weight].Id : ErrorIds.PeerNotAccepted;
    }

    private static int Weight(SslErrorCode code) =>
        Array.FindIndex(s_byWeight, entry => entry.Code == code) is int i and >= 0 ? i : s_byWeight.Length;

    /// <summary>Returns what to do, in one or two sentences.</summary>
    public static string Remedy(QSslError error, IReadOnlyList<QSslCertificate> sent, bool peerIsServer)
    {
        string thumbprint = sent.Count > 0 ? sent[0].Sha256Thumbprint : "";
        string whose = peerIsServer ? "the server's" : "the client's";
        return error.Error switch
        {
            SslErrorCode.SelfSignedCertificate =>
                "If this is the certificate you expect, trust it: -CaCertificate <its file>. Or decide when you have seen it: "
                    + $"-PauseOnSslErrors, then Approve-SslError -Error SelfSignedCertificate -Thumbprint {thumbprint}",
            SslErrorCode.SelfSignedCertificateInChain =>
                "If you trust the authority at the end of the chain, name it: -CaCertificate <its file>.",
            SslErrorCode.UnableToGetLocalIssuerCertificate or SslErrorCode.UnableToGetIssuerCertificate
                or SslErrorCode.UnableToVerifyFirstCertificate =>
                "If you trust the authority that issued it, name it: -CaCertificate <its file>. If that authority is a public one, an "
                    + $"intermediate certificate is missing in {whose} set-up and has to be added there.",
            SslErrorCode.CertificateExpired => string.Create(CultureInfo.InvariantCulture,
                $"Have {whose} certificate renewed. If it should still be valid, check the clock: here it "
                    + $"is {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC."),
            SslErrorCode.CertificateNotYetValid => string.Create(CultureInfo.InvariantCulture,
                $"Wait until the certificate is valid, or check the clock: here it is {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC."),
            SslErrorCode.HostNameMismatch =>
                "Connect under one of the names in the certificate, or, if you know that it is the right one, give its name with "
                    + "-PeerName.",
            SslErrorCode.NoPeerCertificate => peerIsServer
                ? "Ask the server's administrator: a server without a certificate cannot be told from any other."
                : "The client has to present a certificate that one of the server's authorities issued (-Certificate and -Key in "
                    + "Connect-SslHost).",
            SslErrorCode.CertificateRevoked or SslErrorCode.CertificateBlacklisted =>
                $"Do not connect: tell the owner. {Capital(whose)} certificate must be replaced.",
            SslErrorCode.InvalidPurpose or SslErrorCode.InvalidCaCertificate or SslErrorCode.PathLengthExceeded =>
                $"{Capital(whose)} certificate has to be issued anew, for this use and by an authority that may.",
            SslErrorCode.CertificateKeyTooWeak or SslErrorCode.CertificateSignatureTooWeak =>
                $"The certificate of '{error.Certificate.VisibleName}' has to be issued anew, with an RSA key of "
                    + "2048 bits "
                + "at least or an elliptic curve of 224, and signed with SHA-256 or better. "
                + $"If it cannot be replaced, accept this error alone: -ExpectedError {error.Error}.",
            SslErrorCode.NameConstraintViolation or SslErrorCode.PolicyViolation or SslErrorCode.UnhandledCriticalExtension
                or SslErrorCode.InvalidCertificate or SslErrorCode.ChainTooLong =>
                "The chain has to be issued anew. Get-SslPeerChain shows it, and Get-SslError which certificate is at fault.",
            _ => "Look at the chain: connect with -PauseOnSslErrors and use Get-SslPeerChain and Get-SslError.",
        };
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
