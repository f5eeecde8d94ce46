namespace QSslCore.Tls;

/// <summary>The search of one connection for a missing root. Thread-safe.</summary>
internal sealed class MissingRootQuery(Action answered, MissingRoots roots, MissingRoots.Search search) : IDisposable
{
    private volatile SystemChainAnswer? _answer;
    private volatile bool _isDisposed;

    /// <summary>The answer; null until there is one.</summary>
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
