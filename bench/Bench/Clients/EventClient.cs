using QSslCore;

namespace QSslBench.Clients;

/// <summary>QSslSocket, driven by the event loop: everything is done in handlers.</summary>
internal sealed class EventClient(Target target) : IClient, IDisposable
{
    private readonly List<QSslSocket> _held = [];
    private readonly byte[] _buffer = new byte[Target.ChunkSize];
    // Without a spin: what the main thread burns while it waits would be counted.
    private readonly ManualResetEventSlim _done = new(false, 0);
    private QSslSocket? _data;
    private Action<QSslSocket>? _readyRead;
    private Action<QSslSocket>? _bytesWritten;
    private volatile string? _failure;

    public void Handshake(long count)
    {
        _done.Reset();
        Next(null);
        Finish();

        void Next(QSslSocket? last)
        {
            last?.Dispose();
            if (count-- > 0)
                Open(Next);
            else
                _done.Set();
        }
    }

    public void Down(long bytes)
    {
        Begin();
        _readyRead = socket =>
        {
            for (long n; (n = socket.Read(_buffer)) > 0;)
                bytes -= n;
            if (bytes == 0)
                _done.Set();
        };
        _data!.Write(Target.Request('d', bytes));
        Finish();
    }

    public void Up(long bytes)
    {
        Begin();
        _readyRead = socket =>
        {
            if (socket.Read(_buffer.AsSpan(0, 1)) == 1)
                _done.Set();
        };
        _bytesWritten = socket =>
        {
            if (bytes > 0 && socket.BytesToWrite == 0)
            {
                int n = (int)Math.Min(bytes, Target.ChunkSize);
                bytes -= n;
                socket.Write(_buffer.AsSpan(0, n));
            }
        };
        _data!.Write(Target.Request('u', bytes));
        Finish();
    }

    public void PingPong(long count)
    {
        Begin();
        PingPong(_data!, count);
    }

    public void Hold(long count)
    {
        while (count-- > 0)
        {
            QSslSocket socket = OpenAndWait();
            _held.Add(socket);
            PingPong(socket, 1);
        }
    }

    public void Dispose() => _done.Dispose();

    private void PingPong(QSslSocket connection, long count)
    {
        _done.Reset();
        byte[] one = new byte[1];
        _readyRead = socket =>
        {
            while (socket.Read(one) == 1)
            {
                if (--count == 0)
                    _done.Set();
                else
                    socket.Write(one);
            }
        };
        connection.Write([.. Target.Request('p', count), .. one]);
        Finish();
    }

    private void Begin()
    {
        _data ??= OpenAndWait();
        _done.Reset();
    }

    private void Finish()
    {
        if (!_done.Wait(60_000))
            throw new TimeoutException("A slice of the event client did not end.");
        _readyRead = _bytesWritten = null;
        if (_failure is { } failure)
            throw new IOException(failure);
    }

    private QSslSocket OpenAndWait()
    {
        QSslSocket? opened = null;
        _done.Reset();
        Open(socket =>
        {
            opened = socket;
            socket.ReadyRead += (_, _) => _readyRead?.Invoke(socket);
            socket.BytesWritten += (_, _) => _bytesWritten?.Invoke(socket);
            _done.Set();
        });
        Finish();
        return opened!;
    }

    private void Open(Action<QSslSocket> then)
    {
        QSslSocket socket = new() { SslConfiguration = target.Configuration };
        socket.Encrypted += (_, _) => then(socket);
        socket.ErrorOccurred += (_, _) =>
        {
            _failure = socket.ErrorString;
            _done.Set();
        };
        socket.ConnectToHostEncrypted(Target.Address, target.Port, Target.Name);
    }
}
