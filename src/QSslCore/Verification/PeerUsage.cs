namespace QSslCore.Verification;

/// <summary>What a peer uses its certificate for.</summary>
internal enum PeerUsage
{
    /// <summary>No usage is asked for.</summary>
    Any,

    /// <summary>The peer is a TLS server.</summary>
    ServerAuthentication,

    /// <summary>The peer is a TLS client.</summary>
    ClientAuthentication,
}
