using System.Runtime.CompilerServices;

namespace QSslCore.Sockets;

/// <summary>
/// What a socket knows of one connection, from its beginning to the beginning of the next one, which gets an object of its own.
/// Changed by the strand's owner only; other threads may read.
/// </summary>
internal sealed class ConnectionState
{
    private volatile SocketEndpoints _endpoints = SocketEndpoints.None;
    private volatile bool _leftUnreported;
    private long _sent;

    /// <summary>Makes the connection, until it is established.</summary>
    public IConnector? Connector { get; set; }

    /// <summary>The system's socket, while the connection is established.</summary>
    public ISocketTransport? Transport { get; set; }

    public SocketEndpoints Endpoints
    {
        get => _endpoints;
        set => _endpoints = value;
    }

    /// <summary>The last error.</summary>
    public QSocketError Error { get; set; } = QSocketError.UnknownSocketError;

    /// <summary>What a handler threw in the background, kept for the next wait to report.</summary>
    public Exception? HandlerException { get; set; }

    /// <summary>The connection was begun, whether or not it was established.</summary>
    public bool WasBegun { get; set; }

    /// <summary>The connection has been established at some time.</summary>
    public bool WasEstablished { get; set; }

    /// <summary>The end was asked for before the connection could be ended in good order.</summary>
    public bool IsClosePending { get; set; }

    /// <summary>The handlers of AboutToClose are being called.</summary>
    public bool IsAboutToClose { get; set; }

    /// <summary>The peer closed its end.</summary>
    public bool WasClosedByPeer { get; set; }

    /// <summary>This side ended the connection, and did not wait for what the peer still had to say.</summary>
    public bool WasEndedHere { get; set; }

    /// <summary>The connection ended in a way that may have cut the data short: it was reset, or a TLS session was not ended.</summary>
    public bool WasCutShort { get; set; }

    /// <summary>Bytes that the system has taken.</summary>
    public long Sent
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _sent);
        set => Volatile.Write(ref _sent, value);
    }

    /// <summary>Bytes left between two waits, and no wait has reported them.</summary>
    public bool HasUnreportedOutput
    {
        get => _leftUnreported;
        set => _leftUnreported = value;
    }

    /// <summary>The last step wrote and did not read.</summary>
    public bool WroteOnly { get; set; }

    /// <summary>How many received bytes the waits have reported, as <see cref="ByteQueue.TotalAppended"/> counts.</summary>
    public long ReportedInput { get; set; }
}
