using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>
/// What a host makes of the client certificate that it was shown, or of there being none. In TLS 1.3 a client is done before the server
/// has looked at it. Told that no more will come, a server has nothing to wait for: it refuses with an alert, or gives a session, or
/// says its farewell, however long that takes.
/// </summary>
/// <param name="configuration">What the client shows.</param>
internal sealed class ClientCertificateVerdict(QSslConfiguration configuration)
{
    /// <summary>The host was asked, and has not answered.</summary>
    public bool IsOpen { get; private set; }

    private string Given => configuration.LocalCertificate.IsNull ? "none was given" : "one was given";

    /// <summary>Waits for the host's word until the token is cancelled.</summary>
    /// <returns>Why the host refuses; null when it does not, or says nothing.</returns>
    public async Task<string?> HearAsync(QSslSocket socket, CancellationToken token)
    {
        IsOpen = true;
        socket.EndOutput();
        bool confirmed = await socket.DriveAsync(SocketGoal.Confirmed, token).ConfigureAwait(false) == DriveResult.Satisfied;
        IsOpen = false;
        if (confirmed)
            return null;
        // Who hangs up on a client without even a farewell refuses it: the alert, if there was one, is lost with a reset connection.
        return socket.Error == QSocketError.SslInternalError
            ? socket.ErrorString
            : $"The host asks for a client certificate, {Given}, and it has hung up without a word: {socket.ErrorString}";
    }

    /// <summary>The silence as a finding: what is not known is not good.</summary>
    public SslReportFinding Describe() => FindingRules.ClientCertificateRequested.Found(
        configuration.LocalCertificate.IsNull
            ? "The host asks for a client certificate, none was given, and it has not said within the time limit whether it goes on "
                + "without: try -Certificate and -Key"
            : "The host asks for a client certificate, one was given, and it has not said within the time limit whether it takes that one");
}
