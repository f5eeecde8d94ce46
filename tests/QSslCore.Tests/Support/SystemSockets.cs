using System.Runtime.InteropServices;

namespace QSslCore.Tests.Support;

/// <summary>Descriptors of the system.</summary>
internal static partial class SystemSockets
{
    /// <summary>A second descriptor of a socket's connection, which outlives the socket.</summary>
    public static nint Take(QTcpSocket socket)
    {
        int copy = dup((int)socket.SocketDescriptor);
        Assert.True(copy >= 0);
        return copy;
    }

    [LibraryImport("libc")]
    private static partial int dup(int descriptor);
}
