namespace QSslCore.Verification;

/// <summary>What a path is checked for.</summary>
/// <param name="Usage">What the peer uses the leaf for.</param>
/// <param name="Time">The time at which every certificate must be valid.</param>
/// <param name="MaxDepth">The greatest number of intermediates; 0 for no limit, as <see cref="QSslConfiguration.PeerVerifyDepth"/>.</param>
/// <param name="ReadsCommonName">
/// True where a host name may be read from the leaf's common name: it is held against DNS constraints then.
/// </param>
internal sealed record PathRequest(PeerUsage Usage, DateTimeOffset Time, int MaxDepth, bool ReadsCommonName = false);
