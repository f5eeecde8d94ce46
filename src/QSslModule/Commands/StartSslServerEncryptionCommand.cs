using System.Collections;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Encrypts an accepted connection as a server.</summary>
[Cmdlet(VerbsLifecycle.Start, "SslServerEncryption")]
[OutputType(typeof(QSslSocket))]
public sealed class StartSslServerEncryptionCommand : SslStartEncryptionCmdlet
{
    /// <summary>Whether the client must send a certificate. If authorities are given (-CaCertificate), the default is VerifyPeer.</summary>
    [Parameter]
    [ConvertsTo<PeerVerifyMode>]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>Certificates for the names that clients request (SNI): the output of New-SslCertificate, a file with certificate and key,
    /// or @{ Certificate = …; Key = … }. *.example.org matches every name with one more label.</summary>
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
