using System.Diagnostics;
using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>A cmdlet that connects to targets: host, port and the wait until the connection is what was asked for.</summary>
public abstract class SslConnectionCmdlet : SslHandshakeCmdlet
{
    /// <summary>The host: a name, host:port, an address, [address]:port, or a URI such as imaps://mail.example.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Target")]
    [Alias("ComputerName", "DnsHostName", "Name", "Host")]
    [AllowNull]
    [AllowEmptyString]
    public object? HostName { get; set; }

    /// <summary>The port; -1, the default, takes it from the host name's text, and 443 where that has none.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Target")]
    [ValidateRange(-1, 65535)]
    public int Port { get; set; } = -1;

    /// <summary>The name to verify the peer by, and to ask for (SNI), instead of the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PeerName { get; set; }

    /// <summary>Which network protocol to use.</summary>
    [Parameter]
    public NetworkProtocol NetworkProtocol { get; set; }

    /// <summary>The target of the current record; null, with an error written, when there is none.</summary>
    private protected SslTarget? ReadTarget()
    {
        string? text = HostName is null ? null : Unwrapped(HostName) switch
        {
            string s => s,
            Uri uri => uri.OriginalString,
            System.Net.IPAddress address => address.ToString(),
            System.Net.IPEndPoint end => end.ToString(),
            System.Net.DnsEndPoint end => $"{end.Host}:{end.Port}",
            ValueType and not char and not bool => null,
            _ => null,
        };
        string reason;
        if (text is null && HostName is not null)
        {
            reason = $"an object of the type {Unwrapped(HostName).GetType().Name} is not a host; give text, a URI, or an object with a property HostName, ComputerName, DnsHostName, Name or Host";
        }
        else if (SslTarget.TryParse(text, Port, out SslTarget? target, out reason))
        {
            return target;
        }
        WriteError(ErrorRecords.Make(
            ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, HostName, $"The target cannot be used: {reason}.",
            "Give a host name, host:port, [IPv6]:port or a URI."));
        return null;
    }

    /// <summary>Connects and, unless told not to, encrypts. An error is written and the socket disposed of when it fails.</summary>
    /// <returns>True when the connection is what was asked for, or paused.</returns>
    private protected bool Connect(QSslSocket socket, SslTarget target, bool encrypt)
    {
        Stopwatch watch = Stopwatch.StartNew();
        bool done = false;
        try
        {
            NetworkLayerProtocol protocol = NetworkProtocol switch
            {
                NetworkProtocol.IPv4 => NetworkLayerProtocol.IPv4Protocol,
                NetworkProtocol.IPv6 => NetworkLayerProtocol.IPv6Protocol,
                _ => NetworkLayerProtocol.AnyIPProtocol,
            };
            socket.PeerVerifyName = PeerName ?? socket.PeerVerifyName;
            if (encrypt)
                socket.ConnectToHostEncrypted(target.HostName, target.Port, OpenMode.ReadWrite, protocol);
            else
                socket.ConnectToHost(target.HostName, target.Port, OpenMode.ReadWrite, protocol);
            // After the start, which forgets what was ignored before.
            PrepareVerdict(socket);
            SocketGoal goal = encrypt ? SocketGoal.EncryptedOrPaused : SocketGoal.Connected;
            DriveResult result = Wait(socket, goal, Remaining(watch), $"Connecting to {target}");
            done = Finish(socket, result, goal, HostName, target.ToString());
            return done;
        }
        finally
        {
            EndVerdict(socket);
            if (!done)
                socket.Dispose();
        }
    }

    /// <summary>Writes the error of a wait that did not reach its goal.</summary>
    private protected bool Finish(QSslSocket socket, DriveResult result, SocketGoal goal, object? target, string name)
    {
        if (result == DriveResult.Satisfied)
            return true;
        if (result == DriveResult.TimedOut)
            socket.FailFromOutside(QSocketError.SocketTimeoutError, socket.DescribeTimeout(goal, TimeoutMilliseconds));
        WriteError(ErrorRecords.ForSocket(socket, target, name));
        return false;
    }
}
