using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Interprets the connection parameters for all cmdlets that connect.</summary>
internal static class ConnectionTerms
{
    /// <summary>Converts the network protocol to the type of the library.</summary>
    public static NetworkLayerProtocol LayerOf(NetworkProtocol protocol) => protocol switch
    {
        NetworkProtocol.IPv4 => NetworkLayerProtocol.IPv4Protocol,
        NetworkProtocol.IPv6 => NetworkLayerProtocol.IPv6Protocol,
        _ => NetworkLayerProtocol.AnyIPProtocol,
    };

    /// <summary>Returns the requested proxy with its credentials; null if none was requested.</summary>
    public static QNetworkProxy? ProxyOf(QNetworkProxy? proxy, PSCredential? credential)
    {
        if (proxy is null && credential is null)
            return null;
        QNetworkProxy from = proxy ?? QNetworkProxy.ApplicationProxy;
        return credential is null
            ? from
            : new(from.Type, from.HostName, from.Port, credential.UserName, credential.GetNetworkCredential().Password);
    }

    /// <summary>Returns why a target cannot be used; null if it can.</summary>
    /// <param name="target">The target.</param>
    /// <param name="encrypt">Whether the connection uses TLS.</param>
    /// <param name="knowsWayToTls">Returns whether the way to TLS is known if the scheme of a URI starts without TLS.</param>
    public static ErrorRecord? RefusalOf(SslTarget target, bool encrypt, Func<SslTarget, bool> knowsWayToTls)
    {
        if (target.Failure.Length > 0)
            return ErrorRecords.ForTarget(target);
        if (!encrypt || SslScheme.Find(target.Scheme) is not { StartsPlain: true } || knowsWayToTls(target))
            return null;
        return TargetErrors.StartsPlain(target);
    }

    /// <summary>Whether the way to TLS is known for a URI whose scheme begins without it: the scheme or the user names a protocol, or there
    /// is a port, which then counts as a port of TLS.</summary>
    public static bool KnowsWayToTls(SslTarget target, object? startTls, int port) =>
        startTls is not null || target.Port != SslTarget.NoPort || port != SslTarget.NoPort
        || StartTlsNegotiation.Guess(target, target.PortOr(port)) is not null;

    /// <summary>Throws for values that every host would refuse. They are mistakes in the command.</summary>
    /// <exception cref="MaterialException">A value is not valid.</exception>
    public static void RefuseMistakes(string? peerName, object? startTls)
    {
        if (peerName is not null)
            TargetPlan.RefuseNoName(peerName, "-PeerName", peerName);
        if (startTls is not null)
            StartTlsNegotiation.RefuseForMany(startTls);
    }

    /// <summary>Converts a number of seconds to a time limit; -1 means no limit.</summary>
    public static TimeSpan LimitOf(double seconds) => seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);
}
