namespace QSslCore.Tls;

/// <summary>The options of an engine. They do not change after their creation.</summary>
/// <param name="Role">SslClientMode or SslServerMode.</param>
/// <param name="Configuration">A snapshot that no longer changes; do not modify it. <see cref="TlsSettings"/> has the settings that are not
/// public members.</param>
/// <param name="ServerName">
/// For a client, the name to request (SNI): in ACE form, without a trailing dot; null for an IP literal or if SNI is turned off.
/// </param>
public sealed record TlsEngineOptions(SslMode Role, QSslConfiguration Configuration, string? ServerName)
{
    /// <summary>Answers questions in the middle of a handshake; null if there are no answers.</summary>
    public ITlsQuestions? Questions { get; init; }

    /// <summary>For a client, an earlier session to resume; null for none. A session that cannot be used is not an error: the engine warns
    /// (<see cref="ITlsQuestions.Warn"/>) and makes a full handshake.</summary>
    public TlsResumption? Resumption { get; init; }
}
