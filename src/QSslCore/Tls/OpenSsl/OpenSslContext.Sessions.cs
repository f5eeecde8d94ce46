namespace QSslCore.Tls.OpenSsl;

// Sessions, the key log, and old protocol versions.
internal sealed unsafe partial class OpenSslContext
{
    private static ReadOnlySpan<byte> SessionContext => "QSslCore"u8;

    /// <summary>
    /// Whether sessions can be resumed. A client provides them if persistence is on. A server allows it unless clients must present a
    /// certificate, because a resuming client does not present it again.
    /// </summary>
    private bool ResumesSessions => IsServer
        ? Configuration.PeerVerifyMode != PeerVerifyMode.VerifyPeer
        : !Configuration.TestSslOption(SslOption.DisableSessionPersistence);

    private void SetSessions()
    {
        if (!ResumesSessions)
        {
            Control(Ssl.SSL_CTRL_SET_SESS_CACHE_MODE, Ssl.SSL_SESS_CACHE_OFF);
            OpenSslErrorQueue.Check(Ssl.SSL_CTX_set_num_tickets(Handle, 0) == 1);
            _ = Ssl.SSL_CTX_set_options(Handle, Ssl.SSL_OP_NO_TICKET);
            return;
        }
        Control(Ssl.SSL_CTRL_SET_SESS_CACHE_MODE, IsServer
            ? Ssl.SSL_SESS_CACHE_SERVER
            : Ssl.SSL_SESS_CACHE_CLIENT | Ssl.SSL_SESS_CACHE_NO_INTERNAL);
        Ssl.SSL_CTX_sess_set_new_cb(Handle, &OpenSslEngine.NewSessionCallback);
        if (Configuration.TestSslOption(SslOption.DisableSessionTickets))
            _ = Ssl.SSL_CTX_set_options(Handle, Ssl.SSL_OP_NO_TICKET);
        if (!IsServer)
            return;
        fixed (byte* context = SessionContext)
            OpenSslErrorQueue.Check(Ssl.SSL_CTX_set_session_id_context(Handle, context, (uint)SessionContext.Length) == 1);
        OpenSslErrorQueue.Check(Ssl.SSL_CTX_set_session_ticket_cb(Handle, 0, &OpenSslEngine.TicketCallback, 0) == 1);
        if (Configuration.TestSslOption(SslOption.DisableSessionTickets))
            OpenSslErrorQueue.Check(Ssl.SSL_CTX_set_num_tickets(Handle, 0) == 1);
    }

    private void SetStaple()
    {
        if (IsServer && (Configuration.StapledOcspResponse.Length > 0 || Configuration.HasServerIdentities))
            OpenSslErrorQueue.Check(Ssl.SSL_CTX_callback_ctrl(Handle, Ssl.SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB,
                &OpenSslEngine.StatusCallback).Value == 1);
    }

    private void SetKeyLog()
    {
        if (Configuration.LogsKeys)
            Ssl.SSL_CTX_set_keylog_callback(Handle, &OpenSslEngine.KeyLogCallback);
    }

    /// <summary>TLS 1.0 and 1.1 need hashes that the library's default level forbids. They are allowed on explicit request, and only in
    /// this context.</summary>
    private void SetLegacy()
    {
        if (WeakSettings.IsLegacy(Configuration.Protocol))
            Ssl.SSL_CTX_set_security_level(Handle, 0);
    }
}
