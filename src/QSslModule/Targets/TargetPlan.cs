using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Says how to test a target. It combines the parameters for all targets with the properties of the target itself, which may be a row of a
/// list, or a report to test again.
/// </summary>
internal sealed class TargetPlan
{
    /// <param name="target">The target.</param>
    /// <param name="port">The port for targets without one.</param>
    /// <param name="startTls">The protocol before TLS for all targets; null to use the target's own.</param>
    /// <param name="peerName">The name to verify for all targets; null to use the target's own.</param>
    /// <exception cref="MaterialException">The target cannot be tested.</exception>
    public TargetPlan(SslTarget target, int port, string? startTls, string? peerName)
    {
        StartTls = startTls ?? Told(target, nameof(StartTls)) ?? "";
        Port = target.PortOr(port, StartTls);
        Tags = target.Tags;
        StartTls = StartTlsNegotiation.ProtocolOf(StartTls, target, Port);
        PeerName = peerName ?? Told(target, nameof(PeerName)) ?? "";
        if (PeerName.Length > 0)
            RefuseNoName(PeerName, nameof(PeerName), target.Input);
        if (AddressIn(target) is { } text)
        {
            Address = IPAddress.TryParse(text, out IPAddress? address)
                ? address
                : throw new MaterialException(TargetErrors.NotAnAddress(target, text));
        }
    }

    public int Port { get; }

    /// <summary>The other information about the target.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>The protocol before TLS; empty for none.</summary>
    public string StartTls { get; }

    /// <summary>The name to verify; empty for the name of the host.</summary>
    public string PeerName { get; }

    /// <summary>The address to test. The target of a report on one of several addresses is tested again at that address, and not at the one
    /// that the name has now. Null for other targets.</summary>
    public IPAddress? Address { get; }

    /// <summary>Returns the one address of several that a report is about, as text; null for other targets.</summary>
    /// <exception cref="MaterialException">It is not text.</exception>
    public static string? AddressIn(SslTarget target) => TargetParser.IsSet(target.Input, nameof(SslHostReport.AllAddresses))
        ? Told(target, nameof(Address))
        : null;

    private static string? Told(SslTarget target, string property) => TargetParser.IsNoText(target.Input, property)
        ? throw new MaterialException(TargetErrors.PropertyIsNotText(target, property))
        : TargetParser.TextOf(target.Input, property);

    /// <exception cref="MaterialException">The name to verify cannot be the name of a host.</exception>
    public static void RefuseNoName(string name, string source, object? input)
    {
        if (QSslCore.HostName.ToAce(name) is null && !QSslCore.HostName.TryParseLiteral(name, out _))
            throw new MaterialException(TargetErrors.NotAHostName(name, source, input));
    }
}
