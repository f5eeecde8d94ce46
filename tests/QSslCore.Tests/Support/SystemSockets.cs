using System.Runtime.InteropServices;

namespace QSslCore.Tests.Support;

/// <summary>Copies descriptors of the system.</summary>
internal static partial class SystemSockets
{
    /// <summary>The size of WSAPROTOCOL_INFOW. This or another process can open a second descriptor of a socket from it.</summary>
    private const int ProtocolInfoSize = 628;

    private const uint Overlapped = 1;

    /// <summary>Returns a second descriptor of a socket's connection. It outlives the socket.</summary>
    public static nint Take(QTcpSocket socket) => Copy(socket.SocketDescriptor);

    /// <summary>Returns a second descriptor of the same object.</summary>
    public static nint Copy(nint descriptor)
    {
        nint copy = OperatingSystem.IsWindows() ? CopyOnWindows(descriptor) : dup((int)descriptor);
        Assert.True(copy >= 0);
        return copy;
    }

    private static nint CopyOnWindows(nint descriptor)
    {
        byte[] info = new byte[ProtocolInfoSize];
        Assert.Equal(0, WSADuplicateSocketW(descriptor, (uint)Environment.ProcessId, info));
        return WSASocketW(-1, -1, -1, info, 0, Overlapped);
    }

    [LibraryImport("libc")]
    private static partial int dup(int descriptor);

    [LibraryImport("ws2_32")]
    private static partial int WSADuplicateSocketW(nint socket, uint process, [In, Out] byte[] info);

    [LibraryImport("ws2_32")]
    private static partial nint WSASocketW(int family, int kind, int protocol, [In] byte[] info, uint group, uint flags);
}
