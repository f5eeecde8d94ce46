namespace QSslCore.Tls;

/// <summary>Leads nowhere: for an engine that is made only to see whether it can be made.</summary>
internal sealed class NullTransport : ITlsTransport
{
    public static NullTransport Instance { get; } = new();

    public TransportResult TryRead(Span<byte> destination) => TransportResult.WouldBlock;

    public TransportResult TryWrite(ReadOnlySpan<byte> source) => TransportResult.WouldBlock;
}
