using System.Diagnostics.Metrics;

namespace QSslCore.Sockets;

/// <summary>
/// The meter <c>QSslCore</c>: the numbers of connections and handshakes, and the duration of handshakes. Names of peers are not tags,
/// because their number is not limited.
/// </summary>
internal static class SocketMeter
{
    private const string RoleTag = "role";
    private const string DirectionTag = "network.io.direction";

    private static readonly Meter s_meter = new("QSslCore");

    private static readonly Counter<long> s_established = s_meter.CreateCounter<long>(
        "qsslcore.connections.established", "{connection}", "TCP connections that were established or adopted.");

    private static readonly UpDownCounter<long> s_active = s_meter.CreateUpDownCounter<long>(
        "qsslcore.connections.active", "{connection}", "TCP connections that are established now.");

    private static readonly Counter<long> s_completed = s_meter.CreateCounter<long>(
        "qsslcore.handshakes.completed", "{handshake}", "TLS handshakes that led to an encrypted connection.");

    private static readonly Counter<long> s_failed = s_meter.CreateCounter<long>(
        "qsslcore.handshakes.failed", "{handshake}", "TLS handshakes that did not lead to an encrypted connection.");

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>(
        "qsslcore.handshake.duration", "s", "The duration of TLS handshakes that were completed.");

    private static readonly Counter<long> s_bytes = s_meter.CreateCounter<long>(
        "qsslcore.connection.io", "By", "Bytes on the network, counted when a connection ends.");

    /// <summary>Whether at least one of the instruments has a listener.</summary>
    public static bool IsEnabled => s_established.Enabled || s_active.Enabled || s_completed.Enabled || s_failed.Enabled
        || s_duration.Enabled || s_bytes.Enabled;

    public static void Established()
    {
        s_established.Add(1);
        s_active.Add(1);
    }

    /// <summary>A connection has ended of which no more is known.</summary>
    public static void Abandoned() => s_active.Add(-1);

    public static void Ended(long sent, long received)
    {
        s_active.Add(-1);
        s_bytes.Add(sent, new KeyValuePair<string, object?>(DirectionTag, "transmit"));
        s_bytes.Add(received, new KeyValuePair<string, object?>(DirectionTag, "receive"));
    }

    public static void Completed(string role, string protocol, TimeSpan duration)
    {
        KeyValuePair<string, object?> roleTag = new(RoleTag, role), protocolTag = new("tls.protocol.version", protocol);
        s_completed.Add(1, roleTag, protocolTag);
        s_duration.Record(duration.TotalSeconds, roleTag, protocolTag);
    }

    public static void Failed(string role, string error) =>
        s_failed.Add(1, new KeyValuePair<string, object?>(RoleTag, role), new("error.type", error));
}
