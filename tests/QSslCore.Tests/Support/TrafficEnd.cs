using System.Security.Cryptography;

namespace QSslCore.Tests.Support;

/// <summary>
/// One end of traffic in both directions at once. It sends bytes that a seed determines in chunks of random sizes, reads in chunks of other
/// sizes, and keeps a hash of each direction.
/// </summary>
internal sealed class TrafficEnd : IDisposable
{
    private const int LargestChunk = 100_000;
    private const int Backlog = 128 * 1024;
    private const int WaitMilliseconds = 60_000;

    private readonly QSslSocket _socket;
    private readonly Random _chunks;
    private readonly byte[] _pattern;
    private readonly byte[] _room = new byte[LargestChunk];
    private readonly IncrementalHash _sentHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _receivedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long _total;
    private long _sent;
    private long _received;

    /// <param name="socket">The socket, which is connected and encrypted.</param>
    /// <param name="total">The number of bytes to send, and to expect.</param>
    /// <param name="seed">Determines the content and the chunks.</param>
    public TrafficEnd(QSslSocket socket, long total, int seed)
    {
        _socket = socket;
        _total = total;
        // The sender and the reader both use it to choose sizes. They may be two threads.
        _chunks = new(seed);
        // No buffer size divides this length, so bytes from a wrong position differ.
        _pattern = new byte[1_000_003];
        new Random(seed).NextBytes(_pattern);
    }

    public long Received => Volatile.Read(ref _received);

    public string SentHash => Convert.ToHexString(_sentHash.GetCurrentHash());

    public string ReceivedHash => Convert.ToHexString(_receivedHash.GetCurrentHash());

    public Task RunAsync(TrafficStyle style) => style switch
    {
        TrafficStyle.Events => RunByEvents(),
        // This needs its own thread: the threads of the pool must not block.
        TrafficStyle.Blocking => Task.Factory.StartNew(RunByWaits, CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default),
        TrafficStyle.Async => Task.WhenAll(
            Task.Run(() => SendAsync(data => _socket.WriteAsync(data))), Task.Run(() => ReceiveAsync(room => _socket.ReadAsync(room)))),
        _ => RunAsStream(),
    };

    public void Dispose()
    {
        _sentHash.Dispose();
        _receivedHash.Dispose();
    }

    private async Task RunByEvents()
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // Send the first chunk while no other thread drives the socket. Event handlers do the rest, one at a time. Data from the other end
        // starts this end.
        _socket.Write(NextChunk().Span);
        _socket.ErrorOccurred += Failed;
        _socket.BytesWritten += Written;
        _socket.ReadyRead += Readable;
        await done.Task;
        _socket.ErrorOccurred -= Failed;
        _socket.BytesWritten -= Written;
        _socket.ReadyRead -= Readable;

        void Failed(object? sender, ErrorOccurredEventArgs e) => done.TrySetException(new IOException(_socket.ErrorString));
        void Written(object? sender, BytesWrittenEventArgs e) => Send();
        void Readable(object? sender, SignalEventArgs e)
        {
            while (Receive())
            {
            }
            Send();
        }
        void Send()
        {
            while (_sent < _total && _socket.BytesToWrite < Backlog)
                _socket.Write(NextChunk().Span);
            CheckDone();
        }
        void CheckDone()
        {
            if (_sent == _total && _received == _total && _socket.BytesToWrite == 0)
                done.TrySetResult();
        }
    }

    private void RunByWaits()
    {
        while (_sent < _total || _received < _total || _socket.BytesToWrite > 0)
        {
            if (_sent < _total && _socket.BytesToWrite < Backlog)
                _socket.Write(NextChunk().Span);
            if (Receive())
                continue;
            // Every wait moves data in both directions. Only this one ends when there is data to read, so it comes first.
            if (_received < _total ? !_socket.WaitForReadyRead(WaitMilliseconds) : _socket.BytesToWrite > 0
                && !_socket.WaitForBytesWritten(WaitMilliseconds))
                throw new IOException($"{_socket.ErrorString} ({_sent} sent, {_received} received)");
        }
    }

    private async Task RunAsStream()
    {
        Stream stream = _socket.AsStream(leaveOpen: true);
        await Task.WhenAll(
            Task.Run(() => SendAsync(data => stream.WriteAsync(data))), Task.Run(() => ReceiveAsync(room => stream.ReadAsync(room))));
        await stream.DisposeAsync();
    }

    private async Task SendAsync(Func<ReadOnlyMemory<byte>, ValueTask> write)
    {
        while (_sent < _total)
            await write(NextChunk());
    }

    private async Task ReceiveAsync(Func<Memory<byte>, ValueTask<int>> read)
    {
        while (_received < _total)
        {
            int n = await read(_room.AsMemory(0, NextSize(_total - _received)));
            Took(n > 0 ? n : throw new EndOfStreamException($"{_received} of {_total} bytes came"));
        }
    }

    /// <summary>Returns the next bytes to send, which count as sent.</summary>
    private ReadOnlyMemory<byte> NextChunk()
    {
        int at = (int)(_sent % _pattern.Length);
        ReadOnlyMemory<byte> chunk = _pattern.AsMemory(at, Math.Min(NextSize(_total - _sent), _pattern.Length - at));
        _sentHash.AppendData(chunk.Span);
        _sent += chunk.Length;
        return chunk;
    }

    /// <summary>Reads available data up to a random size; false if there is none.</summary>
    private bool Receive()
    {
        int n = (int)_socket.Read(_room.AsSpan(0, NextSize(LargestChunk)));
        if (n > 0)
            Took(n);
        return n > 0;
    }

    private void Took(int count)
    {
        _receivedHash.AppendData(_room, 0, count);
        Volatile.Write(ref _received, _received + count);
    }

    /// <summary>Returns a size that is often small, and sometimes larger than several records.</summary>
    private int NextSize(long limit)
    {
        lock (_chunks)
        {
            int scale = _chunks.Next(10) == 0 ? 100 : LargestChunk;
            return (int)Math.Min(limit, _chunks.Next(1, scale + 1));
        }
    }
}
