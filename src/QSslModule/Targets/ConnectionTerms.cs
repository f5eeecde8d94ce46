using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>What the parameters of a connection mean, for all cmdlets that connect.</summary>
internal static class ConnectionTerms
{
    /// <summary>The network protocol, in the library's words.</summary>
    public static NetworkLayerProtocol LayerOf(NetworkProtocol protocol) => protocol switch
    {
        NetworkProtocol.IPv4 => NetworkLayerProtocol.IPv4Protocol,
        NetworkProtocol.IPv6 => NetworkLayerProtocol.IPv6Protocol,
        _ => NetworkLayerProtocol.AnyIPProtocol,
    };

    /// <summary>The proxy that was asked for, with its credentials; null when none was.</summary>
    public static QNetworkProxy? ProxyOf(QNetworkProxy? proxy, PSCredential? credential)
    {
        if (proxy is null && credential is null)
            return null;
        QNetworkProxy from = proxy ?? QNetworkProxy.ApplicationProxy;
        return credential is null
            ? from
            : new(from.Type, from.HostName, from.Port, credential.UserName, credential.GetNetworkCredential().Password);
    }

    /// <summary>Why a target cannot be used; null when it can.</summary>
    /// <param name="target">The target.</param>
    /// <param name="encrypt">Whether TLS is to be spoken there.</param>
    /// <param name="knowsWayToTls">Whether it is known how to come to TLS where a URI's scheme begins without it.</param>
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

    /// <summary>What would be refused at every host alike is a mistake of the command.</summary>
    /// <exception cref="MaterialException">There is one.</exception>
    public static void RefuseMistakes(string? peerName, object? startTls)
    {
        if (peerName is not null)
            TargetPlan.RefuseNoName(peerName, "-PeerName", peerName);
        if (startTls is not null)
            StartTlsNegotiation.RefuseForMany(startTls);
    }

    /// <summary>A number of seconds as the library takes it; -1 is no limit.</summary>
    public static TimeSpan LimitOf(double seconds) => seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);
}
