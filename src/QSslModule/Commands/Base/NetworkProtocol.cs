namespace QSslModule;

/// <summary>The network protocols that a connection may use.</summary>
public enum NetworkProtocol
{
    /// <summary>IPv4 or IPv6.</summary>
    Any,

    /// <summary>IPv4 only.</summary>
    IPv4,

    /// <summary>IPv6 only.</summary>
    IPv6,
}
