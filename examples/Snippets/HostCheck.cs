using QSslCore;

namespace QSslSnippets;

/// <summary>Looks at a host as Test-SslHost does: comes to TLS the way the protocol does, and tells what was agreed on.</summary>
internal static class HostCheck
{
    /// <param name="hostName">The host.</param>
    /// <param name="port">The port.</param>
    /// <param name="protocol">The protocol before TLS; null to go by the port, and to begin with TLS where it says nothing.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="QSslSocketException">There is no encrypted connection, or the host's identity is not proven.</exception>
    public static async Task<string> RunAsync(string hostName, int port, StartTlsProtocol? protocol, CancellationToken token)
    {
        await using QSslSocket socket = new();
        if ((protocol ?? StartTlsProtocol.ByPort(port)) is { } before)
        {
            await socket.ConnectToHostAsync(hostName, port, token);
            await socket.StartTlsAsync(before, token);
        }
        else
        {
            await socket.ConnectToHostEncryptedAsync(hostName, port, token);
        }
        TimeSpan left = socket.PeerCertificate.ExpiryDate!.Value - DateTimeOffset.UtcNow;
        return $"{hostName}:{port} {socket.SessionProtocol} {socket.SessionCipher.Name}, {left.Days} days left";
    }
}
