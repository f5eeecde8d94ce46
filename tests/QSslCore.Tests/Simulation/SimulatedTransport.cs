using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore.Tests.Simulation;

/// <summary>One end of a simulated connection.</summary>
internal sealed class SimulatedTransport : ISocketTransport
{
    private readonly SimulatedNetwork _network;
    private bool _shutdown;
    private bool _disposed;
    private bool _reset;

    public SimulatedTransport(SimulatedNetwork network, IPEndPoint remote, SocketError state)
    {
        _network = network;
        RemoteEndPoint = remote;
        ConnectState = state;
        network.OpenTransports++;
    }

    public SimulatedPipe? Incoming { get; init; }

    public SimulatedPipe? Outgoing { get; init; }

    public SimulatedTransport? Other { get; set; }

    public SocketError ConnectState { get; set; }

    public Func<bool>? ReadableWhen { get; set; }

    /// <summary>So many writes find no room, and the next one does: the peer has read in between.</summary>
    public int FullFor { get; set; }

    public IPEndPoint? LocalEndPoint { get; } = new(IPAddress.Loopback, 50001);

    public IPEndPoint? RemoteEndPoint { get; }

    public nint Handle => _disposed ? -1 : 77;

    public bool IsReadable => _disposed || _reset || (ReadableWhen is { } when ? when() : Incoming is { } i && (i.Arrived > 0 || i.Ended));

    public bool IsWritable => _disposed || _reset || (ConnectState != SocketError.WouldBlock && (Outgoing?.HasRoom ?? true));

    public SocketError PollConnect() => ConnectState;

    public void StartConnect(IPEndPoint target) => throw new NotSupportedException();

    public bool TrySetOption(SocketOption option, int value) => false;

    public long BytesSent { get; private set; }

    public long BytesReceived { get; private set; }

    public int? TryGetOption(SocketOption option) => null;

    /// <summary>The connection is cut, as by a router that forgets it and answers with a reset.</summary>
    public void Reset()
    {
        _reset = true;
        if (Other is not null)
            Other._reset = true;
    }

    public TransportResult TryRead(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_reset)
            return TransportResult.Failed(SocketError.ConnectionReset);
        if (Incoming!.Arrived == 0)
            return Incoming.Ended ? TransportResult.EndOfStream : TransportResult.WouldBlock;
        int n = Incoming.Read(destination);
        BytesReceived += n;
        return TransportResult.Moved(n);
    }

    public TransportResult TryWrite(ReadOnlySpan<byte> source)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_reset)
            return TransportResult.Failed(SocketError.ConnectionReset);
        Assert.False(_shutdown, "written after the end was announced");
        if (FullFor > 0)
        {
            FullFor--;
            return TransportResult.WouldBlock;
        }
        int n = Outgoing!.Write(source);
        BytesSent += n;
        return n == 0 ? TransportResult.WouldBlock : TransportResult.Moved(n);
    }

    public void ShutdownSend()
    {
        if (!_shutdown)
            Outgoing?.End();
        _shutdown = true;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _network.OpenTransports--;
        if (!_shutdown && !_reset)
            Outgoing?.End();
    }
}
