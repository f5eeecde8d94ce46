namespace QSslCore.Tls;

/// <summary>
/// Where an engine gets ciphertext from and puts it to. Both calls return at once: what cannot be done now is
/// "would block", and the engine's caller waits, never the engine.
/// </summary>
internal interface ITlsTransport
{
    TransportResult TryRead(Span<byte> destination);

    /// <summary>There are bytes to read that no readiness of the system's socket will announce.</summary>
    bool HasUnread => false;

    TransportResult TryWrite(ReadOnlySpan<byte> source);
}
