namespace QSslCore.Verification;

/// <summary>The purpose for which a peer uses its certificate.</summary>
internal enum PeerUsage
{
    /// <summary>No purpose is required.</summary>
    Any,

    /// <summary>The peer is a TLS server.</summary>
    ServerAuthentication,

    /// <summary>The peer is a TLS client.</summary>
    ClientAuthentication,
}
