namespace QSslCore.Tls.OpenSsl;

// A separate context for each name that has its own certificate.
internal sealed unsafe partial class OpenSslContext
{
    private Dictionary<QSslServerIdentity, OpenSslContext> _byIdentity = [];

    /// <summary>Returns the context for a name that a client requests; null for the default context.</summary>
    public OpenSslContext? ForServerName(string name) =>
        Configuration.IdentityFor(name) is { } identity ? _byIdentity[identity] : null;

    /// <summary>Creates the contexts in advance. A key that does not match is found before the first client connects, and no handshake
    /// reads files.</summary>
    private void SetServerNames()
    {
        if (!IsServer || !Configuration.HasServerIdentities)
            return;
        _byIdentity = Configuration.ServerIdentities.Distinct().ToDictionary(i => i, i => Create(Role, Configuration.With(i), Trust));
        OpenSslErrorQueue.Check(Ssl.SSL_CTX_callback_ctrl(Handle, Ssl.SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
            &OpenSslEngine.ServerNameCallback).Value == 1);
    }
}
