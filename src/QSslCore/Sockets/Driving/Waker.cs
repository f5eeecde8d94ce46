namespace QSslCore.Sockets;

/// <summary>Ends a blocking wait from another thread. A wake that comes before the wait is not lost.</summary>
internal abstract class Waker
{
    /// <summary>Ends the current wait of the owning thread, or the next one at once. Any thread.</summary>
    public abstract void Wake();
}
