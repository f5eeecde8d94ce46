using System.Collections;
using System.Management.Automation;
using System.Net;
using QSslCore;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>Starts a TLS server.</summary>
[Cmdlet(VerbsCommon.New, "SslServer")]
[OutputType(typeof(QSslServer), typeof(QTcpServer))]
public sealed class NewSslServerCommand : SslConfigurationCmdlet
{
    /// <summary>The port; 0, the default, takes a free one: the server's ServerPort tells which.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    [ConvertsTo<int>]
    public int Port { get; set; }

    /// <summary>The address to listen on; this machine's loopback unless told. 'Any' is all addresses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Whether clients must show a certificate, where -CaCertificate does not say it already.</summary>
    [Parameter]
    [ConvertsTo<PeerVerifyMode>]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>Certificates for the names that clients ask for (SNI): what New-SslCertificate makes, a file with certificate and key, or
    /// @{ Certificate = …; Key = … }; *.example.org is every name with one more label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? SniCertificate { get; set; }

    /// <summary>
    /// Pre-shared keys by identity, as SecureString or bytes; a text that begins with hex: is bytes in hexadecimal. A client that has
    /// proved to know one needs no certificate, and for such clients alone the server needs none.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? PreSharedKey { get; set; }

    /// <summary>How many encrypted connections may wait for Receive-SslConnection; further clients wait in the system's backlog
    /// meanwhile.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int MaxPendingConnections { get; set; } = 30;

    /// <summary>How many handshakes may be under way at once; when it is reached, the oldest client that has said nothing is dropped for
    /// the next.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int MaxHandshakes { get; set; } = 4096;

    /// <summary>How many of them may be of one address (an IPv6 network of 64 bits counts as one); a quarter of -MaxHandshakes unless
    /// told.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int MaxHandshakesPerAddress { get; set; }

    /// <summary>How long a client's handshake may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.1, 3600)]
    [ConvertsTo<double>]
    public double HandshakeTimeoutSeconds { get; set; } = 5;

    /// <summary>Hands connections out plain; Start-SslServerEncryption encrypts them later.</summary>
    [Parameter]
    public SwitchParameter NoEncryption { get; set; }

    /// <summary>
    /// The protocol that comes before TLS, as for Connect-SslHost: the server greets, says what it can, and gives the go-ahead. It
    /// plays the protocol no further.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public object? StartTls { get; set; }

    /// <summary>What the server does wrong on purpose, to test clients. Without -Certificate one for localhost is made on the
    /// spot.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<SslServerFault[]>]
    public SslServerFault[] Misbehave { get; set; } = [];

    /// <summary>The authority that signs the certificate that is made for -Misbehave: as New-SslCertificate made it, or its certificate
    /// with -IssuerKey, or a PKCS#12 bundle; self-signed without one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? Issuer { get; set; }

    /// <summary>The private key of -Issuer, where it does not come along with it: a path, PEM text or a key.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? IssuerKey { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(Port, Serve);

    private void Serve()
    {
        QTcpServer? server = null;
        bool listening = false;
        try
        {
            if (NoEncryption && (StartTls is not null || Misbehave.Length > 0))
                throw new MaterialException(ServerErrors.PlainWithTlsOptions());
            server = NoEncryption ? new PlainServer() : MakeServer();
            server.MaxPendingConnections = MaxPendingConnections;
            Adopt(server);
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
                WriteError(ServerErrors.ListenFailed(Port, server));
            }
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
        if (Certificate is null && Configuration is null && keys is null && Misbehave.Length == 0)
            throw new MaterialException(ServerErrors.NoCertificate());
        QSslConfiguration? configuration = null;
        Func<StartTlsResponder>? preface = ServerFaults.Preface(
            StartTls?.ToString(), Misbehave, () => configuration!.LocalCertificate.ToDer());
        configuration = MakeConfiguration(QSslConfiguration.DefaultConfiguration);
        if (Misbehave.Length > 0 && MakeIdentity() is { } identity)
            (configuration.LocalCertificateChain, configuration.PrivateKey) = (identity.Chain, identity.Key);
        // Whose handshake travels in packets, knows no newer one: SQL Server has TLS 1.3 with TDS 8.0 alone, and FreeTDS fails at it.
        if (preface?.Invoke().WrapsHandshake == true && !IsGiven(nameof(Protocol)) && Configuration is null)
            configuration.Protocol = SslProtocol.TlsV1_2;
        if (CaCertificate is not null)
            configuration.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
        if (IsGiven(nameof(PeerVerifyMode)))
            configuration.PeerVerifyMode = PeerVerifyMode;
        if (SniCertificate is not null)
            configuration.ServerIdentities = ServerNames.Read(new(this, Passphrase), SniCertificate);
        // Better now than at every client's handshake.
        ConfigurationFaults.Refuse(SslMode.SslServerMode, configuration, keys is not null);
        QSslServer server = new() { HandshakeTimeout = (int)(HandshakeTimeoutSeconds * 1000), MaxHandshakes = MaxHandshakes,
            SslConfiguration = configuration, Preface = preface };
        if (IsGiven(nameof(MaxHandshakesPerAddress)))
            server.MaxHandshakesPerAddress = MaxHandshakesPerAddress;
        if (keys is not null)
        {
            server.PreSharedKeyAuthenticationRequired += keys.Answer;
            server.SslErrors += static (_, e) => PreSharedKeys.AcceptMissingCertificate(e.Socket, e.Errors);
        }
        RefusalLog.Of(server);
        return server;
    }

    /// <summary>The certificate of a server that misbehaves; null when the caller gave one.</summary>
    private SslIdentity? MakeIdentity()
    {
        bool isGiven = Certificate is not null || Configuration is { LocalCertificateChain.Length: > 0 };
        if (isGiven && ServerFaults.AnyOfCertificate(Misbehave))
            throw new MaterialException(ServerErrors.CertificateAndItsFault(Misbehave));
        return isGiven ? null : ServerFaults.MakeIdentity(Misbehave, Issuer is null
            ? null
            : new MaterialReader(this, Passphrase).Identity(Issuer, IssuerKey));
    }

    private IPAddress ParseAddress() => HostName.TryParseLiteral(Address, out IPAddress address)
        ? address
        : Address.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? IPAddress.Loopback
            : throw new MaterialException(ServerErrors.NotAnAddress(Address));

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
