using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Encrypts an accepted connection as a server.</summary>
[Cmdlet(VerbsLifecycle.Start, "SslServerEncryption")]
[OutputType(typeof(QSslSocket))]
public sealed class StartSslServerEncryptionCommand : SslStartEncryptionCmdlet
{
    /// <summary>Whether the client must show a certificate; given authorities (-CaCertificate) make it VerifyPeer.</summary>
    [Parameter]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    private protected override void Start(QSslSocket socket)
    {
        if (IsGiven(nameof(PeerVerifyMode)))
            socket.PeerVerifyMode = PeerVerifyMode;
        else if (CaCertificate is not null)
            socket.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
        socket.StartServerEncryption();
    }
}
