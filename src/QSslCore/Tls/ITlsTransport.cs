namespace QSslCore.Tls;

/// <summary>
/// The source and the destination of an engine's ciphertext. Both calls return at once. If a call can do nothing now, it returns
/// "would block", and the caller of the engine waits, never the engine.
/// </summary>
internal interface ITlsTransport
{
    TransportResult TryRead(Span<byte> destination);

    /// <summary>
    /// Whether all available data has been read. If true, another read returns nothing until the connection becomes readable. False if
    /// the transport does not know.
    /// </summary>
    bool IsDrained => false;

    TransportResult TryWrite(ReadOnlySpan<byte> source);
}
