using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Encrypts a plain connection as a client, for example after STARTTLS.</summary>
[Cmdlet(VerbsLifecycle.Start, "SslClientEncryption")]
[OutputType(typeof(QSslSocket))]
public sealed class StartSslClientEncryptionCommand : SslStartEncryptionCmdlet
{
    /// <summary>The name to verify the peer against and to request (SNI), instead of the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PeerName { get; set; }

    /// <summary>
    /// Takes part in a renegotiation that the server asks for (TLS 1.2 and earlier), as IIS does for a client certificate. The server must
    /// show the accepted certificates again.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowRenegotiation { get; set; }

    private protected override QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        QSslConfiguration configuration = base.MakeConfiguration(start);
        if (IsGiven(nameof(AllowRenegotiation)))
            configuration.AllowRenegotiation = AllowRenegotiation;
        return configuration;
    }

    private protected override void Start(QSslSocket socket)
    {
        socket.PeerVerifyName = PeerName ?? socket.PeerVerifyName;
        socket.StartClientEncryption();
    }
}
