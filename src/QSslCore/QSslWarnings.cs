namespace QSslCore;

/// <summary>
/// The warnings of the library: misuse that has no other way to be told, and settings that weaken security. What Qt prints with
/// qCWarning.
/// </summary>
/// <remarks>
/// A warning belongs to an object and not to a thread: the sender is the <see cref="QAbstractSocket"/> or <see cref="QTcpServer"/>
/// that it is about, whichever thread found it; null for an operation without such an object, such as reading a file, which warns
/// on the thread that called it. A weak setting is told once for each socket and each handshake, also where connections share what
/// the TLS library made of one configuration; a server tells it once for itself when it begins to listen, or gets another
/// configuration, and not for each client.
/// </remarks>
public static class QSslWarnings
{
    /// <summary>
    /// There is a warning. Raised at once, on any thread, also on several at the same time, and with the sender in the middle of its
    /// work: a handler must not wait on it, and must not throw.
    /// </summary>
    public static event EventHandler<QSslWarningEventArgs>? Raised;

    internal static void Raise(object? about, string message) => Raised?.Invoke(about, new(message));
}
