namespace QSslCore.Tls;

/// <summary>A transport without a connection, for an engine that is only created to see whether it can be created.</summary>
internal sealed class NullTransport : ITlsTransport
{
    public static NullTransport Instance { get; } = new();

    public TransportResult TryRead(Span<byte> destination) => TransportResult.WouldBlock;

    public TransportResult TryWrite(ReadOnlySpan<byte> source) => TransportResult.WouldBlock;
}
