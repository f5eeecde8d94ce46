using System.Diagnostics.Tracing;

namespace QSslCore.Sockets;

/// <summary>
/// The event source <c>QSslCore</c>: the phases of each connection, with the socket's number and the target. It contains no payload, no
/// key and no pass phrase. Text from peers is written in visible form.
/// </summary>
/// <remarks>The phases of one connection occur on several threads, so they are not activities of a thread.</remarks>
[EventSource(Name = "QSslCore")]
internal sealed class SocketEventSource : EventSource
{
    public static readonly SocketEventSource Log = new();

    private SocketEventSource()
    {
    }

    [Event(1, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void ConnectStart(long socketId, string target) => WriteEvent(1, socketId, target);

    [Event(2, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void LookupStop(long socketId, string target, string addresses, double milliseconds) =>
        WriteEvent(2, [socketId, target, addresses, milliseconds]);

    [Event(3, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void ConnectStop(long socketId, string target, string address, double milliseconds) =>
        WriteEvent(3, [socketId, target, address, milliseconds]);

    [Event(4, Level = EventLevel.Informational)]
    public void Adopted(long socketId, string target) => WriteEvent(4, socketId, target);

    [Event(5, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void HandshakeStart(long socketId, string target, string role, string backend) =>
        WriteEvent(5, [socketId, target, role, backend]);

    [Event(6, Level = EventLevel.Informational)]
    public void Verdict(long socketId, string target, bool isAccepted, string errors, string reason) =>
        WriteEvent(6, [socketId, target, isAccepted, errors, reason]);

    [Event(7, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void HandshakeStop(long socketId, string target, string protocol, string cipher, string group, double milliseconds) =>
        WriteEvent(7, [socketId, target, protocol, cipher, group, milliseconds]);

    [Event(8, Level = EventLevel.Warning)]
    public void HandshakeFailed(long socketId, string target, string error, double milliseconds) =>
        WriteEvent(8, [socketId, target, error, milliseconds]);

    [Event(9, Level = EventLevel.Informational)]
    public void AlertSent(long socketId, string target, string level, string alert) => WriteEvent(9, [socketId, target, level, alert]);

    [Event(10, Level = EventLevel.Informational)]
    public void AlertReceived(long socketId, string target, string level, string alert) =>
        WriteEvent(10, [socketId, target, level, alert]);

    [Event(11, Level = EventLevel.Warning)]
    public void SocketError(long socketId, string target, string error, string text) => WriteEvent(11, [socketId, target, error, text]);

    [Event(12, Level = EventLevel.Informational)]
    public void Closed(long socketId, string target, long bytesSent, long bytesReceived) =>
        WriteEvent(12, [socketId, target, bytesSent, bytesReceived]);
}
