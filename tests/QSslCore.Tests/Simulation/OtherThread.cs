using System.Runtime.ExceptionServices;

namespace QSslCore.Tests.Simulation;

/// <summary>A second thread that does what it is told while the first one waits for it: two identities, one thread of control.</summary>
internal sealed class OtherThread : IDisposable
{
    private readonly SemaphoreSlim _work = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Thread? _thread;
    private Action? _action;
    private Exception? _failure;

    public void Run(Action action)
    {
        if (Thread.CurrentThread == _thread)
        {
            action();
            return;
        }
        if (_thread is null)
        {
            _thread = new(Loop) { IsBackground = true };
            _thread.Start();
        }
        _action = action;
        _work.Release();
        _done.Wait();
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        _action = null;
        _work.Release();
        _thread?.Join();
    }

    private void Loop()
    {
        while (true)
        {
            _work.Wait();
            if (_action is not { } action)
                return;
            try
            {
                action();
            }
            catch (Exception e)
            {
                _failure = e;
            }
            _done.Release();
        }
    }
}
