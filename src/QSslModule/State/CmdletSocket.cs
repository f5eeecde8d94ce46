using QSslCore;

namespace QSslModule;

/// <summary>
/// Creates the sockets of cmdlets. They buffer a limited number of received bytes, so that a peer cannot fill the memory.
/// </summary>
internal static class CmdletSocket
{
    /// <summary>64 MiB.</summary>
    public const long ReadBufferSize = 64 * 1024 * 1024;

    public static QSslSocket Make() => new() { ReadBufferSize = ReadBufferSize };

    /// <summary>Limits a socket that a server has accepted, unless it has a limit.</summary>
    public static void Limit(QSslSocket socket)
    {
        if (socket.ReadBufferSize == 0)
            socket.ReadBufferSize = ReadBufferSize;
    }
}
