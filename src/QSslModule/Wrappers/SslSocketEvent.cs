using QSslCore;

namespace QSslModule;

/// <summary>An event of a socket, as Watch-SslSocket returns it.</summary>
public sealed class SslSocketEvent
{
    internal SslSocketEvent(QSslSocket socket, string target, string name, string detail, SignalEventArgs arguments)
    {
        (Socket, Target, Name, Detail, Arguments) = (socket, target, name, detail, arguments);
    }

    /// <summary>The number of the event. Each socket counts its own events.</summary>
    public long Sequence => Arguments.Sequence;

    /// <summary>The time of the event, in local time.</summary>
    public DateTime Timestamp => Arguments.Timestamp.LocalDateTime;

    /// <summary>The name of the event, such as Encrypted.</summary>
    public string Name { get; }

    /// <summary>A short description of the event.</summary>
    public string Detail { get; }

    /// <summary>The arguments of the event.</summary>
    public SignalEventArgs Arguments { get; }

    /// <summary>The host and the port.</summary>
    public string Target { get; }

    /// <summary>The socket.</summary>
    public QSslSocket Socket { get; }

    /// <inheritdoc/>
    public override string ToString() => Detail.Length > 0 ? $"{Name}: {VisibleText.Of(Detail)}" : Name;
}
