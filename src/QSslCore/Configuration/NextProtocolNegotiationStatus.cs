namespace QSslCore;

/// <summary>The result of the negotiation of an application protocol (ALPN).</summary>
[QtMember("QSslConfiguration::NextProtocolNegotiationStatus")]
public enum NextProtocolNegotiationStatus
{
    /// <summary>Nothing was negotiated yet, or the peer took no part.</summary>
    None = 0,

    /// <summary>Both sides agreed on a protocol.</summary>
    Negotiated = 1,

    /// <summary>The two sides have no protocol in common.</summary>
    Unsupported = 2,
}
