using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Weaknesses;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A TLS server byte for byte by the RFC, without a TLS library, that has the flaws of a description and no others.</summary>
internal sealed class FlawedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    public FlawedServer(ServerFlaws flaws)
    {
        Flaws = flaws;
        Rsa.ImportPkcs8PrivateKey(TestPki.ServerRsa.Pkcs8, out _);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ServerFlaws Flaws { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Accepted { get; private set; }

    /// <summary>What went wrong in the model itself.</summary>
    public List<string> Faults { get; } = [];

    public RSA Rsa { get; } = RSA.Create();

    public byte[] Certificate { get; } = TestPki.ServerRsa.Certificate.ToDer();

    /// <summary>The shares of one that uses them again.</summary>
    public ECDiffieHellman Ecdh { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public System.Numerics.BigInteger DhSecret { get; } = BigEndian.Number(RandomNumberGenerator.GetBytes(32));

    /// <summary>Master secrets by ticket.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> Sessions { get; } = new();

    public ProbeContext Context(int limit = 10_000) => new(token => TcpLine.ConnectAsync(Port, token))
    {
        ServerName = TestPki.ServerName,
        AnswerLimit = TimeSpan.FromMilliseconds(limit),
    };

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _accepting.Wait();
        Rsa.Dispose();
        Ecdh.Dispose();
        _end.Dispose();
        Assert.Empty(Faults);
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_end.Token);
                Accepted++;
                served.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using RecordChannel channel = new(new TcpLine(socket), TimeSpan.FromSeconds(30));
            await new FlawedConnection(this, channel).RunAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
        catch (Exception e)
        {
            lock (Faults)
                Faults.Add(e.ToString());
        }
    }
}
