namespace QSslCore;

/// <summary>A socket's new TLS mode.</summary>
/// <param name="mode">The new mode.</param>
public sealed class ModeChangedEventArgs(SslMode mode) : SignalEventArgs
{
    /// <summary>The new mode.</summary>
    public SslMode Mode { get; } = mode;
}
