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
    /// <summary>What the host did instead of saying what it makes of it; null where nothing is open.</summary>
    private string? _silence;

    /// <summary>The host was asked, and has not answered.</summary>
    public bool IsOpen => _silence is not null;

    /// <summary>Waits for the host's word until the token is cancelled.</summary>
    /// <returns>Why the host refuses; null when it does not, or says nothing.</returns>
    public async Task<string?> HearAsync(QSslSocket socket, CancellationToken token)
    {
        _silence = "it has said nothing within the time limit";
        socket.EndOutput();
        bool confirmed = await socket.DriveAsync(SocketGoal.Confirmed, token).ConfigureAwait(false) == DriveResult.Satisfied;
        // A connection that ends without a word of TLS may be a refusal, or the answer to the farewell.
        bool isRefusal = !confirmed && socket.Error == QSocketError.SslInternalError;
        _silence = confirmed || isRefusal ? null : "it has ended the connection without a word";
        return isRefusal ? socket.ErrorString : null;
    }

    /// <summary>The silence as a finding: what is not known is not good.</summary>
    public SslReportFinding Describe() => new()
    {
        Code = "ClientCertificateRequested",
        Severity = ReportStatus.Warning,
        Message = configuration.LocalCertificate.IsNull
            ? $"The host asks for a client certificate, none was given, and {_silence}: it is not known whether it goes on without. Try -Certificate and -Key"
            : $"The host asks for a client certificate, and {_silence}: it is not known whether it takes the one that was given",
    };
}
