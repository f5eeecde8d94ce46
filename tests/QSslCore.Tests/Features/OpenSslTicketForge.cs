namespace QSslCore.Tests.Features;

/// <summary>Tickets that somebody has tampered with.</summary>
internal static class OpenSslTicketForge
{
    /// <summary>The same session with another chain.</summary>
    public static byte[] WithChain(byte[] ticket, params QSslCertificate[] chain) =>
        (QSslCore.Tls.OpenSsl.OpenSslTicket.Decode(ticket)! with { Chain = chain }).Encode();
}
