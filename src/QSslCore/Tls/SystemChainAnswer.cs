namespace QSslCore.Tls;

/// <summary>What the operating system says of a chain.</summary>
/// <param name="Root">The root that it verified the chain to, for a server; null when it did not.</param>
/// <param name="Words">Why there is no root, in the system's words; empty when there is one.</param>
internal sealed record SystemChainAnswer(QSslCertificate? Root, string Words)
{
    /// <summary>The system is not waited for any longer.</summary>
    public static SystemChainAnswer TooLate { get; } = new(null, "it did not answer in time");
}
