using System.Net.Sockets;

namespace QSslCore.Sockets.Native;

/// <summary>Qt's socket options in the system's terms.</summary>
internal static class SocketOptions
{
    private const int Ipv6Level = 41;
    private const int IpLevel = 0;

    /// <summary>False when the system does not know the option, or refuses the value.</summary>
    public static bool TrySet(Socket socket, SocketOption option, int value)
    {
        try
        {
            switch (option)
            {
                case SocketOption.PathMtuSocketOption:
                    return false;
                case SocketOption.TypeOfServiceOption when IsIpv6(socket):
                    if (!OperatingSystem.IsLinux())
                        return false;
                    socket.SetRawSocketOption(Ipv6Level, LinuxTrafficClass, BitConverter.GetBytes(value));
                    return true;
                default:
                    if (Name(socket, option) is not { } name)
                        return false;
                    socket.SetSocketOption(name.Level, name.Name, value);
                    return true;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Null when the system does not know the option.</summary>
    public static int? TryGet(Socket socket, SocketOption option)
    {
        try
        {
            switch (option)
            {
                case SocketOption.PathMtuSocketOption:
                    return OperatingSystem.IsLinux()
                        ? IsIpv6(socket) ? Raw(socket, Ipv6Level, LinuxIpv6Mtu) : Raw(socket, IpLevel, LinuxMtu)
                        : null;
                case SocketOption.TypeOfServiceOption when IsIpv6(socket):
                    return OperatingSystem.IsLinux() ? Raw(socket, Ipv6Level, LinuxTrafficClass) : null;
                default:
                    return Name(socket, option) is { } name ? (int)socket.GetSocketOption(name.Level, name.Name)! : null;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or ArgumentException)
        {
            return null;
        }
    }

    private const int LinuxTrafficClass = 67;
    private const int LinuxMtu = 14;
    private const int LinuxIpv6Mtu = 24;

    private static bool IsIpv6(Socket socket) => socket.AddressFamily == AddressFamily.InterNetworkV6;

    private static int Raw(Socket socket, int level, int name)
    {
        byte[] value = new byte[sizeof(int)];
        socket.GetRawSocketOption(level, name, value);
        return BitConverter.ToInt32(value);
    }

    private static (SocketOptionLevel Level, SocketOptionName Name)? Name(Socket socket, SocketOption option)
    {
        SocketOptionLevel ip = IsIpv6(socket) ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP;
        return option switch
        {
            SocketOption.LowDelayOption => (SocketOptionLevel.Tcp, SocketOptionName.NoDelay),
            SocketOption.KeepAliveOption => (SocketOptionLevel.Socket, SocketOptionName.KeepAlive),
            SocketOption.MulticastTtlOption => (ip, SocketOptionName.MulticastTimeToLive),
            SocketOption.MulticastLoopbackOption => (ip, SocketOptionName.MulticastLoopback),
            SocketOption.TypeOfServiceOption when !OperatingSystem.IsWindows() => (ip, SocketOptionName.TypeOfService),
            SocketOption.SendBufferSizeSocketOption => (SocketOptionLevel.Socket, SocketOptionName.SendBuffer),
            SocketOption.ReceiveBufferSizeSocketOption => (SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer),
            SocketOption.KeepAliveIdleOption => (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime),
            SocketOption.KeepAliveIntervalOption => (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval),
            SocketOption.KeepAliveCountOption => (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount),
            _ => null,
        };
    }
}
