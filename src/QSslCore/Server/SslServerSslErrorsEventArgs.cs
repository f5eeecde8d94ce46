namespace QSslCore;

/// <summary>The problems with a client's certificate.</summary>
/// <param name="socket">The client's socket.</param>
/// <param name="errors">The problems. The list is never empty.</param>
public sealed class SslServerSslErrorsEventArgs(QSslSocket socket, IReadOnlyList<QSslError> errors) : SignalEventArgs
{
    /// <summary>The client's socket.</summary>
    public QSslSocket Socket { get; } = socket;

    /// <summary>The problems. The list is never empty.</summary>
    public IReadOnlyList<QSslError> Errors { get; } = errors;
}
