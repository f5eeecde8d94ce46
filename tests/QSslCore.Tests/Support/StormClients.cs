using System.Net;
using System.Net.Sockets;

namespace QSslCore.Tests.Support;

/// <summary>Clients without a real request: port scanners, health checks, and worse.</summary>
internal static class StormClients
{
    /// <summary>A record with the fatal alert internal_error.</summary>
    private static readonly byte[] s_alert = [0x15, 3, 3, 0, 2, 2, 80];

    /// <summary>The number of kinds of clients in <see cref="ComeAndGo"/>.</summary>
    public const int Kinds = 3;

    public static Socket Connect(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects and closes (0), sends an alert first (1), or resets (2).</summary>
    public static void ComeAndGo(int port, int kind)
    {
        using Socket socket = Connect(port);
        if (kind == 1)
            socket.Send(s_alert);
        if (kind == 2)
            socket.LingerState = new(true, 0);
    }

    /// <summary>Starts many clients from two threads.</summary>
    public static void Storm(int port, int count) => Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        ComeAndGo(port, i % Kinds));
}
