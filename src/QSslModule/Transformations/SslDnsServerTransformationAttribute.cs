using System.Management.Automation;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>Makes the place of a resolver of its address: 192.0.2.53, 192.0.2.53:5353, or [2001:db8::53]:5353.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SslDnsServerTransformationAttribute : ArgumentTransformationAttribute
{
    private const int DnsPort = 53;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is IPEndPoint { Port: > 0 })
            return input;
        if (input is IPAddress given)
            return new IPEndPoint(given, DnsPort);
        string text = $"{input}";
        // The whole text may be an IPv6 address, whose last part is no port.
        if (HostName.TryParseLiteral(text, out IPAddress? address))
            return new IPEndPoint(address!, DnsPort);
        int colon = text.LastIndexOf(':');
        return colon > 0 && HostName.TryParseLiteral(text[..colon].Trim('[', ']'), out address)
            && ushort.TryParse(text.AsSpan(colon + 1), out ushort port) && port > 0
            ? new IPEndPoint(address!, port)
            : throw new ArgumentTransformationMetadataException(
                $"'{InputEcho.Of(text)}' is not a valid resolver: give an IP address, with :port where it is not 53.");
    }
}
