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

    private protected override void Start(QSslSocket socket)
    {
        socket.PeerVerifyName = PeerName ?? socket.PeerVerifyName;
        socket.StartClientEncryption();
    }
}
