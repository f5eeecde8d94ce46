using QSslCore;

namespace QSslSnippets;

/// <summary>What Test-SslHost does, in ten lines: look at a host, and say in one line what is wrong or how long it stays good.</summary>
internal static class CheckHost
{
    /// <param name="hostName">The host.</param>
    /// <param name="port">The port. Its usual protocol before TLS is used, if it has one.</param>
    /// <param name="protocol">The protocol before TLS, or null to go by the port.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static async Task<string> RunAsync(string hostName, int port, StartTlsProtocol? protocol, CancellationToken cancellationToken)
    {
        HostCheck check = new() { HostName = hostName, Port = port, StartTls = protocol ?? StartTlsProtocol.ByPort(port) };
        HostCheckResult result = await check.RunAsync(cancellationToken);
        return result.Outcome switch
        {
            HostCheckOutcome.Encrypted => $"{hostName}:{port} {result.Session!.Protocol} {result.Session.Cipher.Name}, "
                + $"{result.PeerCertificate.DaysLeft} days left",
            HostCheckOutcome.IdentityRejected => $"{hostName}:{port} CRITICAL {string.Join(' ', result.Errors.Select(e => e.ErrorString))}",
            _ => $"{hostName}:{port} {result.Outcome} {result.Failure}",
        };
    }
}
