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
    /// <summary>The port. The default of 0 selects a free port; see the server's ServerPort.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    [ConvertsTo<int>]
    public int Port { get; set; }

    /// <summary>The address to listen on. The default is the loopback address. 'Any' means all addresses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Whether clients must send a certificate, if -CaCertificate does not already require it.</summary>
    [Parameter]
    [ConvertsTo<PeerVerifyMode>]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>Certificates for the names that clients request (SNI): the output of New-SslCertificate, a file with certificate and key,
    /// or @{ Certificate = …; Key = … }. *.example.org matches every name with one more label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? SniCertificate { get; set; }

    /// <summary>
    /// Pre-shared keys by identity, as SecureString or bytes. A text that begins with hex: contains bytes in hexadecimal. A client that has
    /// proved that it knows a key needs no certificate. A server with only such clients needs no certificate, either.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? PreSharedKey { get; set; }

    /// <summary>The maximum number of encrypted connections that wait for Receive-SslConnection. Further clients wait in the system's
    /// backlog.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int MaxPendingConnections { get; set; } = 30;

    /// <summary>The maximum number of pending handshakes. When it is reached and another client connects, the server drops the oldest
    /// client that has sent nothing.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int MaxHandshakes { get; set; } = 4096;

    /// <summary>The maximum number of pending handshakes from one address (an IPv6 network of 64 bits counts as one). The default is a
    /// quarter of -MaxHandshakes.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int MaxHandshakesPerAddress { get; set; }

    /// <summary>The maximum duration of a client's handshake, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.1, 3600)]
    [ConvertsTo<double>]
    public double HandshakeTimeoutSeconds { get; set; } = 5;

    /// <summary>Returns unencrypted connections, which Start-SslServerEncryption can encrypt later.</summary>
    [Parameter]
    public SwitchParameter NoEncryption { get; set; }

    /// <summary>
    /// The protocol to use before TLS, as for Connect-SslHost. The server sends a greeting and its capabilities, and agrees to start TLS.
    /// It does not implement the rest of the protocol.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public object? StartTls { get; set; }

    /// <summary>The faults of the server, to test clients. Without -Certificate, the cmdlet creates a certificate for localhost.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<SslServerFault[]>]
    public SslServerFault[] Misbehave { get; set; } = [];

    /// <summary>The authority that signs the certificate for -Misbehave: the output of New-SslCertificate, a certificate with -IssuerKey,
    /// or a PKCS#12 bundle. Without an authority, the certificate is self-signed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? Issuer { get; set; }

    /// <summary>The private key of -Issuer, if -Issuer does not contain it: a path, PEM text or a key.</summary>
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
                // Otherwise clients in this same session would wait forever.
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
        // Protocols that wrap the handshake in packets use at most TLS 1.2: SQL Server has TLS 1.3 only with TDS 8.0, and FreeTDS fails
        // with it.
        if (preface?.Invoke().WrapsHandshake == true && !IsGiven(nameof(Protocol)) && Configuration is null)
            configuration.Protocol = SslProtocol.TlsV1_2;
        if (CaCertificate is not null)
        {
            configuration.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
            // In the handshake, with an alert that says so. A client with a pre-shared key needs no certificate.
            configuration.MissingCertificateIsFatal = keys is null && (!IsGiven(nameof(PeerVerifyMode))
                || PeerVerifyMode == PeerVerifyMode.VerifyPeer);
        }
        if (IsGiven(nameof(PeerVerifyMode)))
            configuration.PeerVerifyMode = PeerVerifyMode;
        if (SniCertificate is not null)
            configuration.ServerIdentities = ServerNames.Read(new(this, Passphrase), SniCertificate);
        // It is better to report a fault now than in the handshake of every client.
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

    /// <summary>Returns the certificate of a server with a fault, or null if the caller has given one.</summary>
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

    /// <summary>Accepts connections without encryption, which can be encrypted later.</summary>
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
