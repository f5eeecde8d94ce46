namespace QSslCore.Tls;

/// <summary>The options of an engine. They do not change after its creation.</summary>
/// <param name="Role">SslClientMode or SslServerMode.</param>
/// <param name="Configuration">A snapshot that does not change any more; do not change it. <see cref="TlsSettings"/> has what its public
/// members do not tell.</param>
/// <param name="ServerName">
/// For a client, the name to ask for (SNI): ACE form, no trailing dot, null for an IP literal or when switched off.
/// </param>
public sealed record TlsEngineOptions(SslMode Role, QSslConfiguration Configuration, string? ServerName)
{
    /// <summary>Answers questions in the middle of a handshake; null where there is no answer.</summary>
    public ITlsQuestions? Questions { get; init; }

    /// <summary>An earlier session to resume, on a client; null for none. A session that cannot be used is no error: the engine warns
    /// (<see cref="ITlsQuestions.Warn"/>) and makes a full handshake.</summary>
    public TlsResumption? Resumption { get; init; }
}
