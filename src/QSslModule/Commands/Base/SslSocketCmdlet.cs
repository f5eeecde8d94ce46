using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The base class of cmdlets that work on sockets from the pipeline.</summary>
public abstract class SslSocketCmdlet : SslWaitingCmdlet
{
    /// <summary>The socket. Each cmdlet decides whether it can be given by position.</summary>
    public abstract QSslSocket InputObject { get; set; }

    /// <summary>Determines whether a socket waits for a decision. If so, writes an error.</summary>
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
