using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QSslCore.Sockets.Native;

/// <summary>
/// Linux's own calls to receive and send. To go through the runtime's costs half as much again as the call itself, which
/// requests and answers feel.
/// </summary>
internal static class SocketCalls
{
    public static unsafe int Receive(SafeSocketHandle socket, Span<byte> destination, out SocketError error)
    {
        fixed (byte* start = &MemoryMarshal.GetReference(destination))
        {
            nint n;
            do
            {
                n = Libc.recv(socket, start, (nuint)destination.Length, 0);
            }
            while (n < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
            return Count(n, out error);
        }
    }

    public static unsafe int Send(SafeSocketHandle socket, ReadOnlySpan<byte> source, out SocketError error)
    {
        fixed (byte* start = &MemoryMarshal.GetReference(source))
        {
            nint n;
            do
            {
                n = Libc.send(socket, start, (nuint)source.Length, Libc.MSG_NOSIGNAL);
            }
            while (n < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
            return Count(n, out error);
        }
    }

    private static int Count(nint result, out SocketError error)
    {
        error = result >= 0 ? SocketError.Success : ToSocketError(Marshal.GetLastPInvokeError());
        return (int)Math.Max(0, result);
    }

    /// <summary>As the runtime translates them.</summary>
    internal static SocketError ToSocketError(int errno) => errno switch
    {
        Libc.EAGAIN => SocketError.WouldBlock,
        Libc.ECONNRESET => SocketError.ConnectionReset,
        Libc.EPIPE => SocketError.Shutdown,
        Libc.ETIMEDOUT => SocketError.TimedOut,
        Libc.ECONNABORTED => SocketError.ConnectionAborted,
        Libc.ECONNREFUSED => SocketError.ConnectionRefused,
        Libc.ENETDOWN => SocketError.NetworkDown,
        Libc.ENETUNREACH => SocketError.NetworkUnreachable,
        Libc.ENETRESET => SocketError.NetworkReset,
        Libc.EHOSTDOWN => SocketError.HostDown,
        Libc.EHOSTUNREACH => SocketError.HostUnreachable,
        Libc.ENOTCONN => SocketError.NotConnected,
        Libc.ENOBUFS => SocketError.NoBufferSpaceAvailable,
        Libc.EACCES or Libc.EPERM => SocketError.AccessDenied,
        _ => SocketError.SocketError,
    };
}
