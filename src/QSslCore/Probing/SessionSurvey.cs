using QSslCore.Probing.Surveys;
using QSslCore.Sockets;

namespace QSslCore.Probing;

/// <summary>Whether a host resumes sessions by number, over two sessions of the TLS library.</summary>
internal sealed class SessionSurvey(SocketHost host) : Survey
{
    public override SslProfileSections Sections => SslProfileSections.Resumption;

    // It judges what the facts have left open.
    public override SurveyStage Stage => SurveyStage.Summary;

    public override string Subject => "The look at session numbers";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        if (!context.Profile.Resumption.SessionId.IsUnknown())
            return;
        SslProfileFact fact = await AskAsync(cancellation).ConfigureAwait(false);
        context.Update(profile => profile with { Resumption = profile.Resumption with { SessionId = fact } });
    }

    private async Task<SslProfileFact> AskAsync(CancellationToken cancellation)
    {
        try
        {
            (byte[] session, _) = await ConnectAsync([], cancellation).ConfigureAwait(false);
            if (session.Length == 0)
                return SslProfileFact.Unknown("the TLS library did not give the session");
            (_, bool isResumed) = await ConnectAsync(session, cancellation).ConfigureAwait(false);
            return isResumed
                ? SslProfileFact.Yes("a session was resumed")
                : SslProfileFact.No("the host gives a session number, and did not resume the session");
        }
        catch (Exception e) when (e is QSslSocketException or ProbeUnreachableException)
        {
            return SslProfileFact.Unknown($"a session of the TLS library failed: {e.Message.TrimEnd('.')}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SslProfileFact.Unknown($"no session of the TLS library within {host.AnswerLimit.TotalSeconds:0.#} s");
        }
    }

    private async Task<(byte[] Session, bool IsResumed)> ConnectAsync(byte[] session, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        QSslSocket socket = await host.OpenSocketAsync(cancellation).ConfigureAwait(false);
        try
        {
            limit.CancelAfter(host.AnswerLimit);
            QSslConfiguration configuration = socket.SslConfiguration;
            configuration.PeerVerifyMode = PeerVerifyMode.VerifyNone;
            configuration.Protocol = SslProtocol.TlsV1_2;
            configuration.SetSslOption(SslOption.DisableSessionTickets, true);
            configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
            configuration.SessionTicket = session;
            socket.SslConfiguration = configuration;
            socket.IgnoreSslErrors();
            socket.StartClientEncryption();
            if (await socket.DriveAsync(SocketGoal.HasEncrypted, limit.Token).ConfigureAwait(false) != DriveResult.Satisfied)
                throw socket.ToException();
            (byte[] given, bool isResumed) = (socket.SslConfiguration.SessionTicket, socket.IsSessionReused);
            // A session is kept by a server when its connection ends in order; the second one has told already what is asked.
            if (session.Length == 0)
            {
                socket.DisconnectFromHost();
                await socket.DriveAsync(SocketGoal.Disconnected, limit.Token).ConfigureAwait(false);
            }
            return (given, isResumed);
        }
        finally
        {
            socket.Abort();
            socket.Dispose();
            host.Release();
        }
    }
}
