namespace QSslCore.Verification;

/// <summary>The requirements that a path is checked against.</summary>
/// <param name="Usage">What the peer uses the leaf for.</param>
/// <param name="Time">The time at which every certificate must be valid.</param>
/// <param name="MaxDepth">The maximum number of intermediates, or 0 for no limit. See <see cref="QSslConfiguration.PeerVerifyDepth"/>.
/// </param>
/// <param name="ReadsCommonName">
/// Whether a host name may be read from the leaf's common name, which is then checked against DNS constraints.
/// </param>
internal sealed record PathRequest(PeerUsage Usage, DateTimeOffset Time, int MaxDepth, bool ReadsCommonName = false);
