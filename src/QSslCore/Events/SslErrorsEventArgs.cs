namespace QSslCore;

/// <summary>What is wrong with the peer's identity.</summary>
/// <param name="errors">The problems found, in Qt's order; never empty.</param>
public sealed class SslErrorsEventArgs(IReadOnlyList<QSslError> errors) : SignalEventArgs
{
    /// <summary>The problems found, in Qt's order; never empty.</summary>
    public IReadOnlyList<QSslError> Errors { get; } = errors;
}
