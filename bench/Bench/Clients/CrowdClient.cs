using QSslCore;

namespace QSslBench.Clients;

/// <summary>Ours, many connections at once, awaited.</summary>
internal sealed class CrowdClient(Target target) : IWork
{
    private readonly HostCheck _check = new()
    {
        HostName = Target.Address, PeerName = Target.Name, Port = target.Port, Configuration = target.Configuration,
    };

    private readonly List<(QSslSocket Socket, byte[] Room)> _crowd = [];
    private byte[] _ticket = [];

    public void Do(string row, long amount) => (row switch
    {
        "hosts" => Crowd.EachAsync(amount, CheckAsync),
        "many-down" => ManyAsync(socket => DownAsync(socket, amount / Crowd.Size)),
        "many-up" => ManyAsync(socket => UpAsync(socket, amount / Crowd.Size)),
        "resume" => ResumeAsync(amount),
        _ => throw new ArgumentException($"unknown row {row}"),
    }).GetAwaiter().GetResult();

    private async Task CheckAsync()
    {
        HostCheckResult result = await _check.RunAsync();
        if (result.Outcome != HostCheckOutcome.Encrypted)
            throw new IOException(result.Failure);
    }

    private async Task ManyAsync(Func<(QSslSocket Socket, byte[] Room), Task> work)
    {
        while (_crowd.Count < Crowd.Size)
            _crowd.Add((await OpenAsync(target.Configuration), new byte[Target.ChunkSize]));
        await Task.WhenAll(_crowd.Select(work));
    }

    private static async Task DownAsync((QSslSocket Socket, byte[] Room) one, long bytes)
    {
        await one.Socket.WriteAsync(Target.Request('d', bytes));
        while (bytes > 0)
            bytes -= Checked(await one.Socket.ReadAsync(one.Room));
    }

    private static async Task UpAsync((QSslSocket Socket, byte[] Room) one, long bytes)
    {
        await one.Socket.WriteAsync(Target.Request('u', bytes));
        for (; bytes > 0; bytes -= one.Room.Length)
            await one.Socket.WriteAsync(one.Room.AsMemory(0, (int)Math.Min(bytes, one.Room.Length)));
        Checked(await one.Socket.ReadAsync(one.Room.AsMemory(0, 1)));
    }

    private async Task ResumeAsync(long count)
    {
        QSslConfiguration configuration = target.Configuration.Clone();
        configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        byte[] request = [.. Target.Request('p', 1), (byte)'x'], room = new byte[1];
        while (count-- > 0)
        {
            configuration.SessionTicket = _ticket;
            using QSslSocket socket = await OpenAsync(configuration);
            if (_ticket.Length > 0 && !socket.IsSessionReused)
                throw new IOException("A session was not resumed.");
            await socket.WriteAsync(request);
            Checked(await socket.ReadAsync(room));
            _ticket = socket.SslConfiguration.SessionTicket;
        }
    }

    private async Task<QSslSocket> OpenAsync(QSslConfiguration configuration)
    {
        QSslSocket socket = new() { SslConfiguration = configuration, PeerVerifyName = Target.Name };
        await socket.ConnectToHostEncryptedAsync(Target.Address, target.Port);
        return socket;
    }

    private static int Checked(int count) => count > 0 ? count : throw new EndOfStreamException();
}
