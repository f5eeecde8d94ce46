namespace QSslModule;

/// <summary>Which network protocol a connection may use.</summary>
public enum NetworkProtocol
{
    /// <summary>Either.</summary>
    Any,

    /// <summary>IPv4 only.</summary>
    IPv4,

    /// <summary>IPv6 only.</summary>
    IPv6,
}
