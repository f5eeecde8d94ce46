using System.Net;
using System.Net.Sockets;

namespace QSslCore.Sockets.Native;

/// <summary>A datagram socket connected to itself: select can wait for nothing but sockets.</summary>
internal sealed class DatagramWaker : Waker
{
    /// <summary>A system that is short of memory takes no datagram for a moment.</summary>
    private const int MaxAttempts = 50;

    private readonly Func<Socket, SocketError> _send;
    private int _rung;

    public DatagramWaker()
        : this(Send)
    {
    }

    /// <param name="send">Sends a datagram of one byte.</param>
    internal DatagramWaker(Func<Socket, SocketError> send)
    {
        _send = send;
        Socket = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, ProtocolType.Udp);
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // Connected, it takes datagrams from itself only.
        Socket.Connect(Socket.LocalEndPoint!);
        Socket.Blocking = false;
    }

    public Socket Socket { get; }

    public override void Wake()
    {
        if (Interlocked.Exchange(ref _rung, 1) != 0)
            return;
        SpinWait pause = default;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (_send(Socket) == SocketError.Success)
                return;
            pause.SpinOnce();
        }
        // A ring that was not sent must not silence those that follow.
        Interlocked.Exchange(ref _rung, 0);
    }

    public void Clear()
    {
        Span<byte> one = stackalloc byte[1];
        while (Socket.Receive(one, SocketFlags.None, out SocketError error) > 0 && error == SocketError.Success)
        {
        }
        // Last: a ring in between would lose its datagram above, and be taken for one that is still to be heard. The thread that
        // clears looks for what was announced only then.
        Interlocked.Exchange(ref _rung, 0);
    }

    internal static SocketError Send(Socket socket)
    {
        socket.Send([1], SocketFlags.None, out SocketError error);
        return error;
    }
}
