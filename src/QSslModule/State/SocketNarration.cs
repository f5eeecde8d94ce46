using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>While it lasts, a socket tells its phases to one cmdlet alone; afterwards to the one that it told before.</summary>
internal sealed class SocketNarration : IDisposable
{
    private readonly QAbstractSocket _socket;
    private readonly Action<TraceLine>? _own;
    private readonly Action<TraceLine>? _before;

    /// <param name="socket">The socket.</param>
    /// <param name="box">Gets the lines; null for nothing that listens.</param>
    public SocketNarration(QAbstractSocket socket, TraceBox? box)
    {
        (_socket, _before) = (socket, socket.Narrator);
        _own = box is null ? null : box.Put;
        socket.Narrator = _own;
    }

    public void Dispose()
    {
        // A cmdlet that came later may still work on it.
        if (_socket.Narrator == _own)
            _socket.Narrator = _before;
    }
}
