namespace QSslCore;

/// <summary>A socket's new TLS mode.</summary>
/// <param name="mode">The mode that was entered.</param>
public sealed class ModeChangedEventArgs(SslMode mode) : SignalEventArgs
{
    /// <summary>The mode that was entered.</summary>
    public SslMode Mode { get; } = mode;
}
