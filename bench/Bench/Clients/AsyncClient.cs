using QSslCore;

namespace QSslBench.Clients;

/// <summary>QSslSocket, awaited.</summary>
internal sealed class AsyncClient(Target target) : IClient
{
    private readonly List<QSslSocket> _held = [];
    private readonly byte[] _buffer = new byte[Target.ChunkSize];
    private QSslSocket? _data;

    public void Handshake(long count) => Task.Run(async () =>
    {
        while (count-- > 0)
            (await OpenAsync()).Dispose();
    }).Wait();

    public void Down(long bytes) => Task.Run(async () =>
    {
        QSslSocket socket = _data ??= await OpenAsync();
        await socket.WriteAsync(Target.Request('d', bytes));
        while (bytes > 0)
            bytes -= Checked(await socket.ReadAsync(_buffer));
    }).Wait();

    public void Up(long bytes) => Task.Run(async () =>
    {
        QSslSocket socket = _data ??= await OpenAsync();
        await socket.WriteAsync(Target.Request('u', bytes));
        for (; bytes > 0; bytes -= Target.ChunkSize)
            await socket.WriteAsync(_buffer.AsMemory(0, (int)Math.Min(bytes, Target.ChunkSize)));
        Checked(await socket.ReadAsync(_buffer.AsMemory(0, 1)));
    }).Wait();

    public void PingPong(long count) => Task.Run(async () => await PingPongAsync(_data ??= await OpenAsync(), count)).Wait();

    public void Hold(long count) => Task.Run(async () =>
    {
        while (count-- > 0)
        {
            QSslSocket socket = await OpenAsync();
            await PingPongAsync(socket, 1);
            _held.Add(socket);
        }
    }).Wait();

    private async Task<QSslSocket> OpenAsync()
    {
        QSslSocket socket = new() { SslConfiguration = target.Configuration, PeerVerifyName = Target.Name };
        await socket.ConnectToHostEncryptedAsync(Target.Address, target.Port);
        return socket;
    }

    private static async Task PingPongAsync(QSslSocket socket, long count)
    {
        byte[] one = new byte[1];
        await socket.WriteAsync(Target.Request('p', count));
        while (count-- > 0)
        {
            await socket.WriteAsync(one);
            Checked(await socket.ReadAsync(one));
        }
    }

    private static int Checked(int count) => count > 0 ? count : throw new EndOfStreamException();
}
