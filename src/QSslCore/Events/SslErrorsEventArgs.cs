namespace QSslCore;

/// <summary>Provides the errors of the peer's identity.</summary>
/// <param name="errors">The errors in Qt's order. The list is never empty.</param>
public sealed class SslErrorsEventArgs(IReadOnlyList<QSslError> errors) : SignalEventArgs
{
    /// <summary>The errors in Qt's order. The list is never empty.</summary>
    public IReadOnlyList<QSslError> Errors { get; } = errors;
}
