namespace QSslCore;

/// <summary>The connections of a server that wait to be taken. Thread-safe.</summary>
internal sealed class PendingConnections
{
    private readonly Queue<QTcpSocket> _sockets = new();

    /// <summary>The maximum number of connections. A server accepts no more while the maximum is reached.</summary>
    public int Max { get; set; } = 30;

    public bool IsEmpty => Count == 0;

    public bool IsFull => Count >= Max;

    private int Count
    {
        get
        {
            lock (_sockets)
            {
                return _sockets.Count;
            }
        }
    }

    public void Add(QTcpSocket socket)
    {
        lock (_sockets)
        {
            _sockets.Enqueue(socket);
        }
    }

    /// <summary>Takes the oldest connection; null if there is none.</summary>
    public QTcpSocket? Take()
    {
        lock (_sockets)
        {
            return _sockets.TryDequeue(out QTcpSocket? socket) ? socket : null;
        }
    }
}
