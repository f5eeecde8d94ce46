namespace QSslCore.Tests.Support;

/// <summary>Two threads that use all the processor time they get. Events that are rare on an idle machine become frequent.</summary>
internal sealed class BusyLoops : IDisposable
{
    private readonly Thread[] _threads;
    private volatile bool _stop;

    public BusyLoops()
    {
        _threads = [new(Spin), new(Spin)];
        foreach (Thread thread in _threads)
        {
            thread.IsBackground = true;
            thread.Start();
        }
    }

    public void Dispose()
    {
        _stop = true;
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Spin()
    {
        while (!_stop)
            Thread.SpinWait(1_000);
    }
}
