using System.Globalization;
using System.Net;

namespace QSslCore.Sockets;

/// <summary>
/// Reports the phases of one socket to the event source, to the meter, and to a narrator. A socket has a trace only if there is or was a
/// listener. Only the strand's owner uses it, except for <see cref="Narrator"/>.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="isEstablished">Whether the connection is already established.</param>
internal sealed class SocketTrace(TimeProvider time, bool isEstablished)
{
    private static long s_lastId;

    private readonly long _id = Interlocked.Increment(ref s_lastId);
    private volatile Action<TraceLine>? _narrator;
    private string _target = "";
    private string _role = "";
    private string _error = "";
    private long _connectStart;
    private long? _handshakeStart;
    private bool _isConnecting;
    private bool _isEstablished = isEstablished;

    /// <summary>Null unless a meter listened when the connection was established.</summary>
    private CountedConnection? _counted;

    /// <summary>Whether there is an event listener or a meter listener.</summary>
    public static bool IsListenedTo => SocketEventSource.Log.IsEnabled() || SocketMeter.IsEnabled;

    /// <summary>Receives each phase as a line, on the driving thread and in the middle of the socket's work, so it may only store the
    /// line. Any thread may set it.</summary>
    public Action<TraceLine>? Narrator
    {
        get => _narrator;
        set => _narrator = value;
    }

    public bool IsNarrated => _narrator is not null;

    private static SocketEventSource Log => SocketEventSource.Log;

    /// <summary>Sets the target of the following phases.</summary>
    public void Name(string target) => _target = VisibleText.Of(target);

    /// <param name="proxy">The proxy, without credentials; null for none.</param>
    public void ConnectStart(string? proxy)
    {
        (_connectStart, _isConnecting, _error) = (time.GetTimestamp(), true, "");
        if (Log.IsEnabled())
            Log.ConnectStart(_id, _target);
        Say(proxy is null ? "Connecting." : $"Connecting through the proxy {VisibleText.Of(proxy)}.");
    }

    /// <summary>Reports that the name is resolved.</summary>
    public void LookupStop(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            return;
        string text = string.Join(", ", addresses);
        TimeSpan took = time.GetElapsedTime(_connectStart);
        if (Log.IsEnabled())
            Log.LookupStop(_id, _target, text, took.TotalMilliseconds);
        Say($"The name resolves to {text} in {Milliseconds(took)}.");
    }

    public void ConnectStop(IPEndPoint? address)
    {
        TimeSpan took = time.GetElapsedTime(_connectStart);
        string text = address?.ToString() ?? "";
        if (Log.IsEnabled())
            Log.ConnectStop(_id, _target, text, took.TotalMilliseconds);
        Say($"The TCP connection to {text} is established in {Milliseconds(took)}.");
        Establish();
    }

    /// <summary>Reports a connection that was established elsewhere.</summary>
    public void Adopted()
    {
        _error = "";
        if (Log.IsEnabled())
            Log.Adopted(_id, _target);
        Say("The TCP connection is adopted.");
        Establish();
    }

    public void HandshakeStart(SslMode role, string backend)
    {
        (_handshakeStart, _role) = (time.GetTimestamp(), role == SslMode.SslServerMode ? "server" : "client");
        if (Log.IsEnabled())
            Log.HandshakeStart(_id, _target, _role, backend);
        Say($"The TLS handshake starts as {_role}, with the backend {backend}.");
    }

    /// <param name="isAccepted">Whether the handshake continues.</param>
    /// <param name="peer">The peer's certificate; a null certificate for none.</param>
    /// <param name="errors">The errors of the peer.</param>
    /// <param name="reason">The reason why the peer was accepted or rejected.</param>
    public void Verdict(bool isAccepted, QSslCertificate peer, IReadOnlyList<QSslError> errors, string reason)
    {
        string codes = string.Join(", ", errors.Select(error => error.Error));
        if (Log.IsEnabled())
            Log.Verdict(_id, _target, isAccepted, codes, reason);
        if (!IsNarrated)
            return;
        string who = peer.IsNull ? "The peer, which shows no certificate," : $"The peer '{peer.VisibleName}'";
        Say($"{who} is {(isAccepted ? "accepted" : "refused")} ({reason}){(codes.Length == 0 ? "." : $": {codes}.")}");
    }

    public void HandshakeStop(SslProtocol protocol, string cipher, string group, string? applicationProtocol)
    {
        TimeSpan took = TakeHandshake();
        if (Log.IsEnabled())
            Log.HandshakeStop(_id, _target, $"{protocol}", cipher, group, took.TotalMilliseconds);
        if (SocketMeter.IsEnabled)
            SocketMeter.Completed(_role, $"{protocol}", took);
        string more = (group.Length == 0 ? "" : $", group {group}")
            + (applicationProtocol is null ? "" : $", application protocol {InputEcho.Of(applicationProtocol)}");
        Say($"The connection is encrypted: {protocol}, {cipher}{more}; the handshake took {Milliseconds(took)}.");
    }

    /// <summary>Reports that a handshake has failed, if one has not ended yet. Otherwise it does nothing.</summary>
    public void HandshakeFailed()
    {
        if (_handshakeStart is null)
            return;
        TimeSpan took = TakeHandshake();
        string error = _error.Length > 0 ? _error : "Ended";
        if (Log.IsEnabled())
            Log.HandshakeFailed(_id, _target, error, took.TotalMilliseconds);
        if (SocketMeter.IsEnabled)
            SocketMeter.Failed(_role, error);
        Say($"The TLS handshake failed after {Milliseconds(took)}.");
    }

    public void Alert(bool isFromPeer, AlertLevel level, AlertType type)
    {
        if (Log.IsEnabled() && isFromPeer)
            Log.AlertReceived(_id, _target, $"{level}", $"{type}");
        else if (Log.IsEnabled())
            Log.AlertSent(_id, _target, $"{level}", $"{type}");
        Say($"Alert {(isFromPeer ? "received" : "sent")}: {type} ({level}).");
    }

    public void Error(QSocketError error, string text)
    {
        _error = $"{error}";
        if (Log.IsEnabled())
            Log.SocketError(_id, _target, _error, VisibleText.OfLines(text));
        Say($"{error}: {text}");
    }

    public void Closed(long sent, long received)
    {
        HandshakeFailed();
        bool isOfInterest = _isEstablished || _isConnecting;
        (_isConnecting, bool wasEstablished) = (false, _isEstablished);
        _isEstablished = false;
        _counted?.End(sent, received);
        _counted = null;
        if (!isOfInterest)
            return;
        if (Log.IsEnabled())
            Log.Closed(_id, _target, sent, received);
        Say(wasEstablished ? $"The connection is closed; {sent} bytes were sent and {received} received."
            : "The attempt to connect has ended.");
    }

    /// <summary>Reports a phase to the narrator only.</summary>
    public void Say(string text) => _narrator?.Invoke(new(false, $"{_target}: {VisibleText.OfLines(text)}"));

    /// <summary>Reports a detail for troubleshooting to the narrator.</summary>
    public void Detail(string text) => _narrator?.Invoke(new(true, $"{_target}: {VisibleText.OfLines(text)}"));

    private void Establish()
    {
        (_isConnecting, _isEstablished) = (false, true);
        _counted = SocketMeter.IsEnabled ? new() : null;
    }

    private TimeSpan TakeHandshake()
    {
        TimeSpan took = _handshakeStart is { } start ? time.GetElapsedTime(start) : TimeSpan.Zero;
        _handshakeStart = null;
        return took;
    }

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms");
}
