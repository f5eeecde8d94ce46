namespace QSslCore.Tls;

/// <summary>One connection's question for a root. Thread-safe.</summary>
internal sealed class MissingRootQuery(Action answered, MissingRoots roots, MissingRoots.Search search) : IDisposable
{
    private volatile SystemChainAnswer? _answer;
    private volatile bool _isDisposed;

    /// <summary>Null as long as there is none.</summary>
    public SystemChainAnswer? Answer => _answer;

    public void Tell(SystemChainAnswer answer, bool calls)
    {
        _answer = answer;
        if (calls && !_isDisposed)
            answered();
    }

    public void Dispose()
    {
        _isDisposed = true;
        roots.Leave(search, this);
    }
}
