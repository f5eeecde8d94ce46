using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Sends the phases of a socket to one cmdlet only. Restores the previous receiver when it is disposed.</summary>
internal sealed class SocketNarration : IDisposable
{
    private readonly QAbstractSocket _socket;
    private readonly Action<TraceLine>? _own;
    private readonly Action<TraceLine>? _before;

    /// <param name="socket">The socket.</param>
    /// <param name="box">Receives the lines; null to send them to no one.</param>
    public SocketNarration(QAbstractSocket socket, TraceBox? box)
    {
        (_socket, _before) = (socket, socket.Narrator);
        _own = box is null ? null : box.Put;
        socket.Narrator = _own;
    }

    public void Dispose()
    {
        // A more recent cmdlet may still work on the socket.
        if (_socket.Narrator == _own)
            _socket.Narrator = _before;
    }
}
