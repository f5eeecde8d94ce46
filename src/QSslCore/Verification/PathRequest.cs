namespace QSslCore.Verification;

/// <summary>The requirements that a path is checked against.</summary>
/// <param name="Usage">The purpose for which the peer uses the leaf.</param>
/// <param name="Time">The time at which every certificate must be valid.</param>
/// <param name="MaxDepth">The maximum number of intermediates, or 0 for no limit. See <see cref="QSslConfiguration.PeerVerifyDepth"/>.
/// </param>
/// <param name="ReadsCommonName">
/// Whether the leaf's common name may be used as a host name. If so, it is checked against DNS constraints.
/// </param>
internal sealed record PathRequest(PeerUsage Usage, DateTimeOffset Time, int MaxDepth, bool ReadsCommonName = false);
