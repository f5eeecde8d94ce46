namespace QSslCore;

/// <summary>The stage that the check of a host reached.</summary>
public enum HostCheckOutcome
{
    /// <summary>There is no connection: the name was not resolved, the address did not answer, or a proxy refused.</summary>
    Unreachable,

    /// <summary>The protocol before TLS did not reach TLS.</summary>
    StartTlsFailed,

    /// <summary>The TLS handshake failed, or the host refused the client after it.</summary>
    HandshakeFailed,

    /// <summary>The identity of the host was not accepted. <see cref="HostCheckResult.Errors"/> says why.</summary>
    IdentityRejected,

    /// <summary>The connection was encrypted, and the identity of the host was accepted.</summary>
    Encrypted,
}
