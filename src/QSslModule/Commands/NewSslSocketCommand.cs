using System.Management.Automation;
using System.Net.Sockets;
using QSslCore;

namespace QSslModule;

/// <summary>Creates a TLS socket that is configured and not connected, or adopts a connected socket.</summary>
[Cmdlet(VerbsCommon.New, "SslSocket", DefaultParameterSetName = "New")]
[OutputType(typeof(QSslSocket))]
public sealed class NewSslSocketCommand : SslHandshakeCmdlet
{
    /// <summary>A connected TcpClient, Socket, descriptor number or QTcpSocket's descriptor to adopt. The new socket then owns the
    /// connection.</summary>
    [Parameter(ParameterSetName = "Adopt", Mandatory = true, ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The name to verify the peer against and to request (SNI).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PeerName { get; set; }

    /// <summary>Pauses the handshake if the peer is not accepted. Approve-SslError continues it.</summary>
    [Parameter]
    public SwitchParameter PauseOnSslErrors { get; set; }

    private protected override bool Pauses => PauseOnSslErrors;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(InputObject, Make);

    private void Make()
    {
        QSslSocket socket = CmdletSocket.Make();
        Adopt(socket);
        bool done = false;
        try
        {
            socket.SslConfiguration = MakeConfiguration(socket.SslConfiguration);
            socket.PeerVerifyName = PeerName ?? "";
            PrepareLasting(socket);
            done = InputObject is null || Connects(socket, Unwrapped(InputObject));
            if (done)
                WriteObject(socket);
        }
        finally
        {
            if (!done)
                socket.Dispose();
        }
    }

    /// <summary>The socket outlives this cmdlet, so its settings serve every connection, and it keeps -SkipCertificateCheck as a
    /// setting that a script can see.</summary>
    private void PrepareLasting(QSslSocket socket)
    {
        BeginExpecting(socket);
        if (SkipCertificateCheck)
            socket.PeerVerifyMode = PeerVerifyMode.QueryPeer;
    }

    private bool Connects(QSslSocket socket, object input)
    {
        Socket? native = input switch
        {
            TcpClient client => client.Client,
            Socket given => given,
            _ => null,
        };
        if (native is null && input is not (int or long or nint))
        {
            WriteError(SocketErrors.NotAdoptable(input));
            return false;
        }
        bool adopted = native is not null
            ? native.Connected && socket.AdoptSocket(native)
            : socket.SetSocketDescriptor(input is nint handle ? handle : (nint)Convert.ToInt64(input, null));
        if (!adopted)
            WriteError(SocketErrors.NotAdopted(input, native is { Connected: false } ? null : socket.ErrorString));
        return adopted;
    }
}
