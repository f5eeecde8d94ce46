namespace QSslCore;

/// <summary>The result of the negotiation of an application protocol (ALPN).</summary>
[QtMember("QSslConfiguration::NextProtocolNegotiationStatus")]
public enum NextProtocolNegotiationStatus
{
    /// <summary>No protocol was negotiated yet, or the peer did not take part.</summary>
    None = 0,

    /// <summary>Both sides agreed on a protocol.</summary>
    Negotiated = 1,

    /// <summary>The two sides have no protocol in common.</summary>
    Unsupported = 2,
}
