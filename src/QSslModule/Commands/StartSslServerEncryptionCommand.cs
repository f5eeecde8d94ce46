using System.Collections;
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
    [ConvertsTo<PeerVerifyMode>]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>Certificates for the names that clients ask for (SNI): what New-SslCertificate makes, a file with certificate and key, or
    /// @{ Certificate = …; Key = … }; *.example.org is every name with one more label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? SniCertificate { get; set; }

    private protected override QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        QSslConfiguration configuration = base.MakeConfiguration(start);
        if (SniCertificate is not null)
            configuration.ServerIdentities = ServerNames.Read(new(this, Passphrase), SniCertificate);
        return configuration;
    }

    private protected override void Start(QSslSocket socket)
    {
        if (IsGiven(nameof(PeerVerifyMode)))
            socket.PeerVerifyMode = PeerVerifyMode;
        else if (CaCertificate is not null)
            socket.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
        socket.StartServerEncryption();
    }
}
