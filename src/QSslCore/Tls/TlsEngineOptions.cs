namespace QSslCore.Tls;

/// <summary>Everything an engine is told at its birth; nothing of it changes afterwards.</summary>
/// <param name="Role">Client or server.</param>
/// <param name="Configuration">A snapshot that does not change any more.</param>
/// <param name="ServerName">
/// For a client, the name to ask for (SNI): ACE form, no trailing dot, null for an IP literal or when switched off.
/// </param>
internal sealed record TlsEngineOptions(SslMode Role, QSslConfiguration Configuration, string? ServerName)
{
    /// <summary>Answers questions in the middle of a handshake; null where there is no answer.</summary>
    public ITlsQuestions? Questions { get; init; }

    /// <summary>An earlier session to resume, on a client; null for none.</summary>
    public TlsResumption? Resumption { get; init; }
}
