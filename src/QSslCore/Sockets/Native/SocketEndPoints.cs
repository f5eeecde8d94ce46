using System.Net;
using System.Net.Sockets;

namespace QSslCore.Sockets.Native;

/// <summary>The two ends of a socket of the system. An IPv4 address is never given in its mapped form.</summary>
internal static class SocketEndPoints
{
    /// <summary>The local end; null when the socket has none, is closed or is of another kind.</summary>
    public static IPEndPoint? Local(Socket socket) => OrNull(socket, OperatingSystem.IsLinux()
        // The runtime does not know of a connection that it did not start.
        ? static s => SocketCalls.LocalEndPoint(s.SafeHandle)
        : static s => s.LocalEndPoint);

    /// <summary>The peer's end; null when the socket has none, is closed or is of another kind.</summary>
    public static IPEndPoint? Remote(Socket socket) => OrNull(socket, static s => s.RemoteEndPoint);

    private static IPEndPoint? OrNull(Socket socket, Func<Socket, EndPoint?> get)
    {
        try
        {
            // Connected makes the runtime notice that a non-blocking connect has ended.
            _ = socket.Connected;
            return get(socket) is not IPEndPoint endPoint ? null
                : endPoint.Address.IsIPv4MappedToIPv6 ? new(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
