namespace QSslCore.Tls;

/// <summary>Builds chains with the operating system's trust. Several threads of the pool call it at the same time.</summary>
internal interface ISystemChainBuilder
{
    /// <summary>Builds and verifies the chain of a server. May use the network for a limited time.</summary>
    /// <param name="chain">The certificates as the server sent them, leaf first.</param>
    /// <param name="time">The time at which the certificates must be valid.</param>
    SystemChainAnswer Build(IReadOnlyList<QSslCertificate> chain, DateTimeOffset time);
}
