using QSslCore.Sockets;
using QSslCore.Tls.OpenSsl;

namespace QSslCore.Tests.Features;

/// <summary>Tickets that somebody has tampered with.</summary>
internal static class OpenSslTicketForge
{
    /// <summary>The same session with another chain.</summary>
    public static byte[] WithChain(byte[] session, params QSslCertificate[] chain)
    {
        OwnedSession owned = OwnedSession.Decode(session)!;
        return (owned with { Ticket = (OpenSslTicket.Decode(owned.Ticket)! with { Chain = chain }).Encode() }).Encode();
    }
}
