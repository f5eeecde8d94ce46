using System.Collections;
using System.Management.Automation;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>Starts a TLS server.</summary>
[Cmdlet(VerbsCommon.New, "SslServer")]
[OutputType(typeof(QSslServer), typeof(QTcpServer))]
public sealed class NewSslServerCommand : SslConfigurationCmdlet
{
    /// <summary>The port; 0, the default, takes a free one: the server's ServerPort tells which.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>The address to listen on; this machine's loopback unless told. 'Any' is all addresses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Whether clients must show a certificate, where -CaCertificate does not say it already.</summary>
    [Parameter]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>Certificates for the names that clients ask for (SNI): what New-SslCertificate makes, a file with certificate and key, or @{ Certificate = …; Key = … }; *.example.org is every name with one more label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IDictionary? SniCertificate { get; set; }

    /// <summary>
    /// Pre-shared keys by identity, as SecureString or bytes; a text that begins with hex: is bytes in hexadecimal. A client that has
    /// proved to know one needs no certificate, and for such clients alone the server needs none.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IDictionary? PreSharedKey { get; set; }

    /// <summary>How long a client's handshake may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.1, 3600)]
    public double HandshakeTimeoutSeconds { get; set; } = 5;

    /// <summary>Hands connections out plain; Start-SslServerEncryption encrypts them later.</summary>
    [Parameter]
    public SwitchParameter NoEncryption { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        QTcpServer? server = null;
        bool listening = false;
        try
        {
            server = NoEncryption ? new PlainServer() : MakeServer();
            IPAddress? address = Address.Equals("Any", StringComparison.OrdinalIgnoreCase) ? null : ParseAddress();
            listening = server.Listen(address, Port);
            if (listening)
            {
                // Clients of this very session would wait for ever otherwise.
                server.AcceptInBackground();
                WriteObject(server);
            }
            else
            {
                WriteError(ErrorRecords.Make(
                    ErrorIds.ListenFailed, ErrorCategory.ResourceUnavailable, Port, $"The server cannot listen: {server.ErrorString}",
                    "Choose another port, or 0 for a free one.", new QSslSocketException(server.ErrorString) { Error = server.ServerError }));
            }
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
        finally
        {
            if (!listening)
                server?.Dispose();
        }
    }

    private QSslServer MakeServer()
    {
        PreSharedKeys? keys = PreSharedKey is null ? null : PreSharedKeys.From(PreSharedKey);
        if (Certificate is null && Configuration is null && keys is null)
        {
            throw new MaterialException(ErrorRecords.Make(
                ErrorIds.InvalidIdentity, ErrorCategory.InvalidArgument, null, "A TLS server needs a certificate and its private key.",
                "Give -Certificate and -Key, or what New-SslCertificate makes, or a -Configuration with them; or -NoEncryption."));
        }
        QSslConfiguration configuration = MakeConfiguration(QSslConfiguration.DefaultConfiguration);
        if (CaCertificate is not null)
            configuration.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
        if (IsGiven(nameof(PeerVerifyMode)))
            configuration.PeerVerifyMode = PeerVerifyMode;
        if (SniCertificate is not null)
            configuration.ServerIdentities = ServerNames.Read(new(this, Passphrase), SniCertificate);
        bool isKeyOnly = keys is not null && configuration.LocalCertificate.IsNull;
        if (!isKeyOnly && QSslServer.DescribeFault(configuration) is { } fault)
        {
            // Better now than at every client's handshake.
            throw new MaterialException(ErrorRecords.Make(
                fault.Contains("does not belong", StringComparison.Ordinal) ? ErrorIds.KeyMismatch : ErrorIds.InvalidIdentity,
                ErrorCategory.InvalidArgument, Certificate?[0], fault, "Check -Certificate and -Key."));
        }
        QSslServer server = new() { HandshakeTimeout = (int)(HandshakeTimeoutSeconds * 1000), SslConfiguration = configuration };
        if (keys is not null)
        {
            server.PreSharedKeyAuthenticationRequired += keys.Answer;
            server.SslErrors += static (_, e) => PreSharedKeys.AcceptMissingCertificate(e.Socket, e.Errors);
        }
        RefusalLog.Of(server);
        return server;
    }

    private IPAddress ParseAddress() => IPAddress.TryParse(Address, out IPAddress? address)
        ? address
        : Address.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? IPAddress.Loopback
            : throw new MaterialException(ErrorRecords.Make(
                ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, Address, $"'{Address}' is not an address to listen on.", "Give an IP address, or 'Any'."));

    /// <summary>Makes plain connections that can be encrypted later.</summary>
    private sealed class PlainServer : QTcpServer
    {
        protected override void IncomingConnection(nint socketDescriptor)
        {
            QSslSocket socket = new();
            if (socket.SetSocketDescriptor(socketDescriptor))
                AddPendingConnection(socket);
            else
                socket.Dispose();
        }
    }
}
