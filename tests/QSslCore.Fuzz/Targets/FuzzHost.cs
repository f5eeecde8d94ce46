using QSslCore.Probing.Surveys;

namespace QSslCore.Fuzz.Targets;

/// <summary>A host that says what the input has, one connection after the other, and then closes each at once.</summary>
internal sealed class FuzzHost(ReadOnlySpan<byte> input, StartTlsProtocol? startTls = null) : IPlainHost
{
    private readonly Queue<byte[]> _pieces = FuzzPieces.Split(input);

    public string? ServerName => "server.test";

    public TimeSpan AnswerLimit => TimeSpan.FromSeconds(30);

    public StartTlsProtocol? StartTls => startTls;

    public int Port => 443;

    public ValueTask<IProbeLine> OpenAsync(CancellationToken cancellation) => ValueTask.FromResult<IProbeLine>(new Line(_pieces));

    public ValueTask<IProbeLine> OpenPlainAsync(int port, CancellationToken cancellation) => OpenAsync(cancellation);

    /// <summary>Whether the input has a record of a handshake or an alert, or a message of SSL 2.0: without one nothing is known.</summary>
    public static bool MayMean(ReadOnlySpan<byte> input) =>
        input.IndexOf((ReadOnlySpan<byte>)[21, 3]) >= 0 || input.IndexOf((ReadOnlySpan<byte>)[22, 3]) >= 0
        || input.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0;

    private sealed class Line(Queue<byte[]> pieces) : IProbeLine
    {
        private byte[] _piece = [];
        private bool _hasEnded;

        public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            if (_piece.Length == 0 && !_hasEnded)
                _hasEnded = !pieces.TryDequeue(out _piece!) || _piece.Length == 0;
            if (_hasEnded)
                return ValueTask.FromResult(0);
            int count = Math.Min(buffer.Length, _piece.Length);
            _piece.AsSpan(0, count).CopyTo(buffer.Span);
            _piece = _piece[count..];
            return ValueTask.FromResult(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
