using System.Threading.Tasks.Sources;

namespace QSslCore.Sockets;

/// <summary>An outcome that is awaited. Used again when it was heard, so that awaiting allocates nothing.</summary>
internal sealed class Awaited : IValueTaskSource<DriveResult>, IThreadPoolWorkItem
{
    private readonly Strand _strand;
    private ManualResetValueTaskSourceCore<DriveResult> _source;
    private Func<bool>? _until;
    private DriveResult _result;
    private Exception? _failure;
    private int _maker;
    private volatile bool _isDecided;

    public Awaited(Strand strand)
    {
        _strand = strand;
        Adding = () => _strand.Add(this);
        Deciding = () => _isDecided;
    }

    /// <summary>Has it awaited.</summary>
    public Action Adding { get; }

    /// <summary><see cref="IsDecided"/>.</summary>
    public Func<bool> Deciding { get; }

    public Func<bool> Until => _until!;

    public Func<bool>? Hopeless { get; private set; }

    /// <summary>The task may not be completed yet, but nothing will change its outcome.</summary>
    public bool IsDecided => _isDecided;

    public bool IsBeingMadeHere => _maker == Environment.CurrentManagedThreadId;

    public CancellationTokenRegistration Registration { get; set; }

    public Awaited? Next { get; set; }

    /// <summary>To be awaited once.</summary>
    public ValueTask<DriveResult> Task => new(this, _source.Version);

    public void Begin(Func<bool> until, Func<bool>? hopeless)
    {
        (_until, Hopeless, Next, _isDecided) = (until, hopeless, null, false);
        _maker = Environment.CurrentManagedThreadId;
    }

    public void HandOut() => _maker = 0;

    public void Decide(DriveResult result, Exception? failure)
    {
        (_result, _failure, _isDecided) = (result, failure, true);
        Registration.Unregister();
    }

    public void Complete()
    {
        if (_failure is null)
            _source.SetResult(_result);
        else
            _source.SetException(_failure);
    }

    public void CompleteOnPool() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => Complete();

    DriveResult IValueTaskSource<DriveResult>.GetResult(short token)
    {
        DriveResult result = _source.GetResult(token);
        // A cancellation that is on its way must not meet another use.
        if (Registration == default)
        {
            (_until, Hopeless) = (null, null);
            _source.Reset();
            _strand.Recycle(this);
        }
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<DriveResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<DriveResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
