namespace QSslCore.Tls.OpenSsl;

// One more context for each name that has a certificate of its own.
internal sealed unsafe partial class OpenSslContext
{
    private Dictionary<QSslServerIdentity, OpenSslContext> _byIdentity = [];

    /// <summary>The context for a name that a client asks for; null for the usual one.</summary>
    public OpenSslContext? ForServerName(string name) =>
        Configuration.IdentityFor(name) is { } identity ? _byIdentity[identity] : null;

    /// <summary>Made beforehand: a key that does not fit is found before the first client comes, and no handshake reads files.</summary>
    private void SetServerNames()
    {
        if (!IsServer || !Configuration.HasServerIdentities)
            return;
        _byIdentity = Configuration.ServerIdentities.Distinct().ToDictionary(i => i, i => Create(Role, Configuration.With(i), Trust));
        OpenSslErrorQueue.Check(Ssl.SSL_CTX_callback_ctrl(Handle, Ssl.SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
            &OpenSslEngine.ServerNameCallback).Value == 1);
    }
}
