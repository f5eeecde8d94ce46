namespace QSslCore.Sockets;

/// <summary>A connection that the meter counts as active until it ends. A socket that is collected without an end was abandoned, and the
/// runtime has closed its connection: it is not active either.</summary>
internal sealed class CountedConnection
{
    public CountedConnection() => SocketMeter.Established();

    ~CountedConnection() =>
        // Listeners are code of others, and the thread of finalizers must not wait for it.
        ThreadPool.UnsafeQueueUserWorkItem(static _ => SocketMeter.Abandoned(), null);

    /// <summary>The connection has ended.</summary>
    /// <param name="sent">The bytes that were sent.</param>
    /// <param name="received">The bytes that were received.</param>
    public void End(long sent, long received)
    {
#pragma warning disable CA1816 // It ends, and is disposed of with the socket's trace.
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
        SocketMeter.Ended(sent, received);
    }
}
