using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>A cmdlet that works on sockets from the pipeline.</summary>
public abstract class SslSocketCmdlet : SslWaitingCmdlet
{
    /// <summary>The socket. Each cmdlet says itself whether it can be given by position.</summary>
    public abstract QSslSocket InputObject { get; set; }

    /// <summary>A socket that waits for a decision can do nothing else; the error says so.</summary>
    private protected bool RefusePaused(QSslSocket socket)
    {
        if (!socket.IsPaused)
            return false;
        WriteError(SocketErrors.Paused(socket));
        return true;
    }

    private protected void WriteNotConnected(QSslSocket socket, string what)
    {
        if (RefuseRemoved(socket, what))
            return;
        WriteError(SocketErrors.NotConnected(socket, what));
    }

    private protected void WriteSocketError(QSslSocket socket) =>
        WriteError(ErrorRecords.ForSocket(socket, socket, socket.DisplayTarget()));
}
