using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>
/// How a target is to be tested, by what was told for all and what it tells itself: a row of a list, or a report that is to be tested
/// again.
/// </summary>
internal sealed class TargetPlan
{
    /// <param name="target">Where.</param>
    /// <param name="port">The port, for targets that name none.</param>
    /// <param name="startTls">The protocol before TLS, for all; null for that of the target.</param>
    /// <param name="peerName">The name to verify, for all; null for that of the target.</param>
    /// <exception cref="MaterialException">It cannot be tested.</exception>
    public TargetPlan(SslTarget target, int port, string? startTls, string? peerName)
    {
        StartTls = startTls ?? Told(target, nameof(StartTls)) ?? "";
        Port = target.PortOr(port, StartTls);
        Tags = target.Tags;
        StartTls = StartTlsNegotiation.ProtocolOf(StartTls, target, Port);
        PeerName = peerName ?? Told(target, nameof(PeerName)) ?? "";
        if (PeerName.Length > 0)
            RefuseNoName(PeerName, nameof(PeerName), target.Input);
        if (TargetParser.IsSet(target.Input, nameof(SslHostReport.AllAddresses)) && Told(target, nameof(Address)) is { } text)
        {
            Address = IPAddress.TryParse(text, out IPAddress? address)
                ? address
                : throw new MaterialException(TargetErrors.NotAnAddress(target, text));
        }
    }

    public int Port { get; }

    /// <summary>What was said of the target beside the host.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>The protocol before TLS; empty for none.</summary>
    public string StartTls { get; }

    /// <summary>The name to verify; empty for that of the host.</summary>
    public string PeerName { get; }

    /// <summary>A report on one of several addresses is tested again there, and not where the name leads just then; null for
    /// others.</summary>
    public IPAddress? Address { get; }

    private static string? Told(SslTarget target, string property) => TargetParser.IsNoText(target.Input, property)
        ? throw new MaterialException(TargetErrors.PropertyIsNotText(target, property))
        : TargetParser.TextOf(target.Input, property);

    /// <exception cref="MaterialException">The name to verify can be that of no host.</exception>
    public static void RefuseNoName(string name, string source, object? input)
    {
        if (QSslCore.HostName.ToAce(name) is null && !QSslCore.HostName.TryParseLiteral(name, out _))
            throw new MaterialException(TargetErrors.NotAHostName(name, source, input));
    }
}
