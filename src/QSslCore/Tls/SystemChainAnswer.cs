namespace QSslCore.Tls;

/// <summary>The operating system's answer about a chain.</summary>
/// <param name="Root">The root to which the system verified the chain for a server; null if it did not.</param>
/// <param name="Words">Why there is no root, in the system's words; empty if there is one.</param>
internal sealed record SystemChainAnswer(QSslCertificate? Root, string Words);
