namespace QSslCore;

/// <summary>
/// The warnings of the library: calls that are not valid and are not reported otherwise, and settings that weaken security. Qt writes these
/// with qCWarning.
/// </summary>
/// <remarks>
/// A warning belongs to an object and not to a thread. The sender is the <see cref="QAbstractSocket"/> or <see cref="QTcpServer"/> that the
/// warning applies to, regardless of the thread that found it. The sender is null for an operation without such an object, such as reading
/// a file. Such a warning is raised on the calling thread. A weak setting causes a warning for each socket and each handshake, even if
/// connections share the context of one configuration. A server warns once when it begins to listen or gets another configuration, and not
/// for each client.
/// </remarks>
public static class QSslWarnings
{
    /// <summary>
    /// A warning occurred. The event is raised immediately, on any thread, and also on several threads at the same time, while the sender
    /// is at work. A handler must not wait on the sender and must not throw.
    /// </summary>
    public static event EventHandler<QSslWarningEventArgs>? Raised;

    internal static void Raise(object? about, string message) => Raised?.Invoke(about, new(message));
}
