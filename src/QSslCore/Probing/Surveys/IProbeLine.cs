namespace QSslCore.Probing.Surveys;

/// <summary>A connection to a host, at the point where TLS begins: a socket, or a model in memory.</summary>
internal interface IProbeLine : IAsyncDisposable
{
    /// <summary>Sends all of it.</summary>
    /// <exception cref="IOException">The peer has closed or reset the connection.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation);

    /// <summary>Waits for bytes; 0 when the peer will send no more.</summary>
    /// <exception cref="IOException">The peer has reset the connection.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation);
}
