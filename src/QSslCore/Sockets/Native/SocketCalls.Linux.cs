using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QSslCore.Sockets.Native;

/// <summary>
/// Direct system calls of Linux. The runtime's methods add half the cost of a receive or a send, and they throw an exception for each
/// pending connection attempt and for each empty queue of a listener.
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

    /// <summary>Starts a connection attempt.</summary>
    /// <returns>Success, InProgress while the attempt is pending, or the error of an immediate failure.</returns>
    public static unsafe SocketError Connect(SafeSocketHandle socket, IPEndPoint target)
    {
        SocketAddress address = target.Serialize();
        fixed (byte* start = address.Buffer.Span)
        {
            return Libc.connect(socket, start, (uint)address.Size) == 0
                ? SocketError.Success
                // An interrupted attempt continues.
                : Marshal.GetLastPInvokeError() is not Libc.EINTR and int error ? ToSocketError(error) : SocketError.InProgress;
        }
    }

    /// <summary>Takes a connection from a listener's queue.</summary>
    /// <returns>The descriptor, which child processes do not inherit; -1 with the error otherwise.</returns>
    public static unsafe nint Accept(SafeSocketHandle listener, out SocketError error)
    {
        int descriptor;
        do
        {
            descriptor = Libc.accept4(listener, null, null, Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
        error = descriptor >= 0 ? SocketError.Success : ToSocketError(Marshal.GetLastPInvokeError());
        return descriptor;
    }

    /// <summary>The local address; null if the socket has none or is of another kind.</summary>
    public static unsafe IPEndPoint? LocalEndPoint(SafeSocketHandle socket)
    {
        const int addressSize = 128;
        byte* address = stackalloc byte[addressSize];
        uint size = addressSize;
        if (Libc.getsockname(socket, address, &size) != 0)
            return null;
        ReadOnlySpan<byte> bytes = new(address, (int)Math.Min(size, addressSize));
        int port = bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        // An unbound socket has no port.
        return port == 0 ? null : *(ushort*)address switch
        {
            Libc.AF_INET when bytes.Length >= 8 => new(new IPAddress(bytes[4..8]), port),
            Libc.AF_INET6 when bytes.Length >= 28 => new(new IPAddress(bytes[8..24], *(uint*)(address + 24)), port),
            _ => null,
        };
    }

    private static int Count(nint result, out SocketError error)
    {
        error = result >= 0 ? SocketError.Success : ToSocketError(Marshal.GetLastPInvokeError());
        return (int)Math.Max(0, result);
    }

    /// <summary>Translates the errors as the runtime does.</summary>
    internal static SocketError ToSocketError(int errno) => errno switch
    {
        Libc.EAGAIN => SocketError.WouldBlock,
        Libc.EINPROGRESS => SocketError.InProgress,
        Libc.EALREADY => SocketError.AlreadyInProgress,
        Libc.EINVAL => SocketError.InvalidArgument,
        Libc.EMFILE or Libc.ENFILE => SocketError.TooManyOpenSockets,
        Libc.EAFNOSUPPORT => SocketError.AddressFamilyNotSupported,
        Libc.EADDRINUSE => SocketError.AddressAlreadyInUse,
        Libc.EADDRNOTAVAIL => SocketError.AddressNotAvailable,
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
