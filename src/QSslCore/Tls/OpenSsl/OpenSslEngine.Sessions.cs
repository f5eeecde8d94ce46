using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// Sessions that are resumed, and sessions that can be resumed later.
internal sealed unsafe partial class OpenSslEngine
{
    private const int MaxSessionsKept = 8;

    private readonly Queue<TlsSession> _sessions = new();
    private TlsPeer? _resumedPeer;

    private bool IsResumed => !_keyGiven && Ssl.SSL_session_reused(_ssl) == 1;

    protected override TlsSession? TakeSessionCore() => _sessions.TryDequeue(out TlsSession? session) ? session : null;

    /// <summary>Offers an earlier session to the server. A session that cannot be offered is ignored with a warning.</summary>
    private void OfferSession(TlsResumption resumption)
    {
        // The library could confuse a pre-shared key with the key of a ticket, and vice versa.
        if (IsServer || KnowsPreSharedKeys)
            return;
        using SafeSslSessionHandle? session = ReadSession(resumption.Ticket, out OpenSslTicket? ticket);
        if (session is null || Ssl.SSL_SESSION_is_resumable(session) != 1 || Ssl.SSL_set_session(_ssl, session) != 1)
        {
            OpenSslErrorQueue.Clear();
            _questions?.Warn("The session ticket cannot be used; a full handshake is made.");
            return;
        }
        // The verdict applies only to the chain in the ticket.
        _resumedPeer = resumption.Peer.Chain.SequenceEqual(ticket!.Chain) ? resumption.Peer : TlsPeer.None;
    }

    /// <summary>Returns the session in a ticket. The chain of the ticket must begin with the certificate that the session was created with;
    /// otherwise null.</summary>
    internal static SafeSslSessionHandle? ReadSession(byte[] bytes, out OpenSslTicket? ticket)
    {
        ticket = OpenSslTicket.Decode(bytes);
        if (ticket is null)
            return null;
        OpenSslErrorQueue.Clear();
        fixed (byte* start = ticket.Session)
        {
            byte* at = start;
            SafeSslSessionHandle session = Ssl.d2i_SSL_SESSION(0, &at, new CLong(ticket.Session.Length));
            OpenSslErrorQueue.Clear();
            if (!session.IsInvalid)
            {
                nint peer = Ssl.SSL_SESSION_get0_peer(session);
                QSslCertificate leaf = peer == 0 ? QSslCertificate.Null : NativeCertificates.FromNative(peer);
                if (leaf.Equals(ticket.Chain.Length > 0 ? ticket.Chain[0] : QSslCertificate.Null))
                    return session;
            }
            session.Dispose();
            return null;
        }
    }

    private void NoteSession(nint session)
    {
        if (IsServer || _sessions.Count >= MaxSessionsKept || Ssl.SSL_SESSION_is_resumable_raw(session) != 1)
            return;
        int length = Ssl.i2d_SSL_SESSION(session, null);
        if (length <= 0)
            return;
        byte[] bytes = new byte[length];
        fixed (byte* start = bytes)
        {
            byte* at = start;
            _ = Ssl.i2d_SSL_SESSION(session, &at);
        }
        ulong hint = Ssl.SSL_SESSION_get_ticket_lifetime_hint(session).Value;
        _sessions.Enqueue(new(new OpenSslTicket(bytes, [.. _peer.Chain]).Encode(), (int)Math.Min(hint, int.MaxValue)));
    }

    /// <summary>Called when a session can be resumed. The result 0 means that this side keeps no reference.</summary>
    [UnmanagedCallersOnly]
    internal static int NewSessionCallback(nint ssl, nint session)
    {
        if (FromSsl(ssl) is not { } engine)
            return 0;
        try
        {
            // A server cannot verify a resuming client again. A client that presented a certificate must therefore present it every time.
            if (engine.IsServer && Ssl.SSL_SESSION_get0_peer(session) != 0)
                _ = Ssl.SSL_CTX_remove_session(Ssl.SSL_get_SSL_CTX(ssl), session);
            else
                engine.NoteSession(session);
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
        }
        return 0;
    }

    /// <summary>Called when a client resumes with a ticket. A session that was created with a client certificate is not resumed.</summary>
    [UnmanagedCallersOnly]
    internal static int TicketCallback(nint ssl, nint session, byte* keyName, nuint keyNameLength, int status, nint unused) => status switch
    {
        Ssl.SSL_TICKET_SUCCESS or Ssl.SSL_TICKET_SUCCESS_RENEW when Ssl.SSL_SESSION_get0_peer(session) != 0 =>
            Ssl.SSL_TICKET_RETURN_IGNORE_RENEW,
        Ssl.SSL_TICKET_SUCCESS => Ssl.SSL_TICKET_RETURN_USE,
        Ssl.SSL_TICKET_SUCCESS_RENEW => Ssl.SSL_TICKET_RETURN_USE_RENEW,
        Ssl.SSL_TICKET_EMPTY or Ssl.SSL_TICKET_NO_DECRYPT => Ssl.SSL_TICKET_RETURN_IGNORE_RENEW,
        _ => Ssl.SSL_TICKET_RETURN_IGNORE,
    };
}
