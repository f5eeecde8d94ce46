namespace QSslCore.Tls;

/// <summary>Everything an engine is told at its birth; nothing of it changes afterwards.</summary>
/// <param name="Role">Client or server.</param>
/// <param name="Configuration">A snapshot that nobody else changes.</param>
/// <param name="ServerName">
/// For a client, the name to ask for (SNI): ACE form, no trailing dot, null for an IP literal or when switched off.
/// </param>
internal sealed record TlsEngineOptions(SslMode Role, QSslConfiguration Configuration, string? ServerName)
{
    /// <summary>Whom to ask in the middle of a handshake; null for nobody.</summary>
    public ITlsQuestions? Questions { get; init; }

    /// <summary>
    /// A ticket of an earlier session (<see cref="TlsSession.Ticket"/>) to resume, on a client; empty for none. One whose peer
    /// would not be accepted today is not offered, and one that cannot be read is passed over with a warning.
    /// </summary>
    public byte[] Session { get; init; } = [];
}
