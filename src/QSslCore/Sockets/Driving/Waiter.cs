namespace QSslCore.Sockets;

/// <summary>A thread that waits on a strand.</summary>
internal sealed class Waiter(int thread, Waker waker)
{
    public int Thread { get; } = thread;

    public Waker Waker { get; } = waker;

    /// <summary>How many waits of this thread are nested: a handler may wait, too.</summary>
    public int Depth { get; set; }
}
