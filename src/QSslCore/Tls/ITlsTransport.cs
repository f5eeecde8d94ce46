namespace QSslCore.Tls;

/// <summary>
/// Where an engine gets ciphertext from and puts it to. Both calls return at once: what cannot be done now is
/// "would block", and the engine's caller waits, never the engine.
/// </summary>
internal interface ITlsTransport
{
    TransportResult TryRead(Span<byte> destination);

    /// <summary>
    /// All that was there has been read: to ask again would be in vain until the connection is found readable. False where
    /// that is not known.
    /// </summary>
    bool IsDrained => false;

    TransportResult TryWrite(ReadOnlySpan<byte> source);
}
