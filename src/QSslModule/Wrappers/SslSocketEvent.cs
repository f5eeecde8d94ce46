using QSslCore;

namespace QSslModule;

/// <summary>One event of a socket, as Watch-SslSocket tells it.</summary>
public sealed class SslSocketEvent
{
    internal SslSocketEvent(QSslSocket socket, string target, string name, string detail, SignalEventArgs arguments)
    {
        (Socket, Target, Name, Detail, Arguments) = (socket, target, name, detail, arguments);
    }

    /// <summary>Counts the socket's events.</summary>
    public long Sequence => Arguments.Sequence;

    /// <summary>When it happened, local time.</summary>
    public DateTime Timestamp => Arguments.Timestamp.LocalDateTime;

    /// <summary>The event's name, such as Encrypted.</summary>
    public string Name { get; }

    /// <summary>What it tells, in short.</summary>
    public string Detail { get; }

    /// <summary>The event's arguments.</summary>
    public SignalEventArgs Arguments { get; }

    /// <summary>Host and port.</summary>
    public string Target { get; }

    /// <summary>The socket.</summary>
    public QSslSocket Socket { get; }

    /// <inheritdoc/>
    public override string ToString() => Detail.Length > 0 ? $"{Name}: {VisibleText.Of(Detail)}" : Name;
}
