namespace QSslCore.Tls;

/// <summary>Builds chains with the operating system's trust. Called on threads of the pool, by several at once.</summary>
internal interface ISystemChainBuilder
{
    /// <summary>Builds and verifies the chain of a server. May ask the network, for a limited time.</summary>
    /// <param name="chain">The certificates as the server sent them, leaf first.</param>
    /// <param name="time">When they must be valid.</param>
    SystemChainAnswer Build(IReadOnlyList<QSslCertificate> chain, DateTimeOffset time);
}
