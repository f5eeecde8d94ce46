namespace QSslCore;

/// <summary>How far the check of a host came.</summary>
public enum HostCheckOutcome
{
    /// <summary>No connection: the name was not resolved, the address did not answer, or a proxy refused.</summary>
    Unreachable,

    /// <summary>The protocol before TLS did not come to TLS.</summary>
    StartTlsFailed,

    /// <summary>The TLS handshake failed, or the host refused the client after it.</summary>
    HandshakeFailed,

    /// <summary>The identity of the host was not accepted. <see cref="HostCheckResult.Errors"/> says why.</summary>
    IdentityRejected,

    /// <summary>The connection was encrypted, and the identity of the host was accepted.</summary>
    Encrypted,
}
