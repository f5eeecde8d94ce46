using QSslCore;

namespace QSslModule;

/// <summary>The first part of every FullyQualifiedErrorId. Scripts filter by these names, so they never change.</summary>
internal static class ErrorIds
{
    public const string InvalidTarget = "SslInvalidTarget";
    public const string HostNotFound = "SslHostNotFound";
    public const string ConnectionRefused = "SslConnectionRefused";
    public const string Timeout = "SslTimeout";
    public const string NetworkError = "SslNetworkError";
    public const string ProxyFailed = "SslProxyFailed";
    public const string ProxyAuthenticationRequired = "SslProxyAuthenticationRequired";
    public const string RemoteClosed = "SslRemoteClosed";
    public const string HandshakeFailed = "SslHandshakeFailed";
    public const string HandshakeTruncated = "SslHandshakeTruncated";
    public const string RefusedByPeer = "SslRefusedByPeer";
    public const string NotTls = "SslNotTls";
    public const string StartTlsNotOffered = "SslStartTlsNotOffered";
    public const string StartTlsRefused = "SslStartTlsRefused";
    public const string StartTlsNotUnderstood = "SslStartTlsNotUnderstood";
    public const string StartTlsInjection = "SslStartTlsInjection";
    public const string InternalError = "SslInternalError";
    public const string NoBackend = "SslNoBackend";

    public const string NoSession = "SslNoSession";
    public const string BackendInUse = "SslBackendInUse";
    public const string InvalidIdentity = "SslInvalidIdentity";
    public const string KeyMismatch = "SslKeyMismatch";
    public const string PeerNotAccepted = "SslPeerNotAccepted";
    public const string CertificateExpired = "SslCertificateExpired";
    public const string CertificateNotYetValid = "SslCertificateNotYetValid";
    public const string HostNameMismatch = "SslHostNameMismatch";
    public const string SelfSignedCertificate = "SslSelfSignedCertificate";
    public const string UnknownIssuer = "SslUnknownIssuer";
    public const string NoPeerCertificate = "SslNoPeerCertificate";
    public const string CertificateRevoked = "SslCertificateRevoked";
    public const string WeakCertificate = "SslWeakCertificate";
    public const string CertificateBlacklisted = "SslCertificateBlacklisted";
    public const string CertificateUnreadable = "SslCertificateUnreadable";
    public const string BundleUnreadable = "SslBundleUnreadable";
    public const string KeyUnreadable = "SslKeyUnreadable";
    public const string WrongPassphrase = "SslWrongPassphrase";
    public const string PassphraseNeeded = "SslPassphraseNeeded";
    public const string FileNotFound = "SslFileNotFound";
    public const string UnsupportedInput = "SslUnsupportedInput";
    public const string SocketPaused = "SslSocketPaused";
    public const string SocketNotPaused = "SslSocketNotPaused";
    public const string NotConnected = "SslNotConnected";
    public const string ReadBufferFull = "SslReadBufferFull";
    public const string ListenFailed = "SslListenFailed";
    public const string ClientRefused = "SslClientRefused";
    public const string SocketInUse = "SslSocketInUse";
    public const string CertificateNotIssued = "SslCertificateNotIssued";
    public const string FileNotWritten = "SslFileNotWritten";
    public const string FileExists = "SslFileExists";
    public const string FileUnreadable = "SslFileUnreadable";
    public const string UntrustedFile = "SslUntrustedFile";
    public const string FormatUnknown = "SslFormatUnknown";
    public const string NotAReport = "SslNotAReport";
    public const string NothingToWrite = "SslNothingToWrite";
    public const string NotExportable = "SslNotExportable";
    public const string PolicyNotFound = "SslPolicyNotFound";
    public const string PolicyUnreadable = "SslPolicyUnreadable";
    public const string CipherNotFound = "SslCipherNotFound";

    public const string GroupNotFound = "SslGroupNotFound";
    public const string CertificateNotFound = "SslCertificateNotFound";
    public const string HandlerFailed = "SslHandlerFailed";
    public const string SocketDisposed = "SslSocketDisposed";

    public static string For(QSocketError error) => error switch
    {
        QSocketError.HostNotFoundError => HostNotFound,
        QSocketError.ConnectionRefusedError => ConnectionRefused,
        QSocketError.SocketTimeoutError => Timeout,
        QSocketError.RemoteHostClosedError => RemoteClosed,
        QSocketError.ProxyAuthenticationRequiredError => ProxyAuthenticationRequired,
        QSocketError.ProxyConnectionRefusedError or QSocketError.ProxyConnectionClosedError or QSocketError.ProxyConnectionTimeoutError
            or QSocketError.ProxyNotFoundError or QSocketError.ProxyProtocolError => ProxyFailed,
        QSocketError.SslHandshakeFailedError => HandshakeFailed,
        QSocketError.SslInternalError => InternalError,
        QSocketError.SslInvalidUserDataError => InvalidIdentity,
        QSocketError.OperationError => SocketInUse,
        _ => NetworkError,
    };
}
